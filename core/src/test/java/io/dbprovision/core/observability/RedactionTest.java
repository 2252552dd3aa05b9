package io.dbprovision.core.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=hunter2",
        "password = hunter2",
        "PASSWORD=hunter2",
        "adminPassword=hunter2, next=1",
        "?user=a&password=hunter2&ssl=true",
        "password=\"hunter2 with \\\" quote\" next=1",
        "password='hunter2 and more'",
        "PGPASSWORD=hunter2 pg_dump",
        "passwd=hunter2)",
        "pwd=hunter2]",
        "{\"password\":\"hunter2\"}",
        "{\"password\" : \"hunter2\"}",
        "{\"msg\":\"body {\\\"password\\\":\\\"hunter2\\\"}\"}",
        "{\"msg\":\"password=\\\"hunter2 and\\\" more\"}",
        "CREATE ROLE a LOGIN PASSWORD 'hunter2 x'",
        "jdbc:thing://admin:hunter2@db.example:5432/orders",
        "SCRAM-SHA-256$4096:hunter2$a+b/c=:d="
      })
  void whatLooksLikeAPasswordIsMasked(String line) {
    assertThat(Redaction.redact(line))
        .doesNotContain("hunter2")
        .doesNotContain("and more")
        .doesNotContain("with")
        .contains("[secret]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password authentication failed for user \"a\"",
        "passwordRotation=enabled",
        "Secret orders-credentials has no key password: add it",
        "{\"passwordSecretRef\":{\"name\":\"orders\"}}",
        "https://example.com:8443/metrics",
        "key=team-a/orders tookMs=12",
        "SCRAM-SHA-256 is not offered by the server"
      })
  void otherTextStaysAsItIs(String line) {
    assertThat(Redaction.redact(line)).isEqualTo(line);
  }

  @Test
  void whatFollowsASecretStays() {
    assertThat(Redaction.redact("user=a password=hunter2 host=db"))
        .isEqualTo("user=a password=[secret] host=db");
    assertThat(Redaction.redact("{\"password\":\"hunter2\",\"host\":\"db\"}"))
        .isEqualTo("{\"password\":\"[secret]\",\"host\":\"db\"}");
  }

  @Test
  @Timeout(10)
  void aVeryLongLineCostsLittle() {
    String line = "password".repeat(20_000) + "://a".repeat(20_000) + "=";
    long started = System.nanoTime();
    Redaction.redact(line);

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
  }
}
