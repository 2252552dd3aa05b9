package io.dbprovision.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.SecretText;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BindingPayloadTest {
  @Test
  void aHostilePasswordIsTheSameAfterTheUriIsRead() {
    String password = "a:b@c/d?e#f%g h+i&j=k\u00e9'\"\\";
    URI uri = uri("db.example.com", password, "my db/x");
    assertThat(uri.getHost()).isEqualTo("db.example.com");
    assertThat(uri.getPort()).isEqualTo(5432);
    assertThat(uri.getUserInfo()).isEqualTo("app:" + password);
    assertThat(uri.getRawUserInfo()).contains("%3Ab%40c%2Fd").contains("h%2Bi");
    assertThat(uri.getPath()).isEqualTo("/my db/x");
    assertThat(uri.getRawPath()).isEqualTo("/my%20db%2Fx");
  }

  @Test
  void anAddressWithColonsIsInBrackets() {
    assertThat(uri("2001:db8::1", "x", "d").getHost()).isEqualTo("[2001:db8::1]");
    assertThat(uri("[2001:db8::1]", "x", "d").getHost()).isEqualTo("[2001:db8::1]");
  }

  private static URI uri(String host, String password, String database) {
    TemplateValues values =
        new TemplateValues(
            "app",
            SecretText.of(password),
            host,
            5432,
            "postgres",
            "",
            "default",
            "app",
            "",
            "",
            SecretText.of(""));
    SecretText uri = Objects.requireNonNull(BindingPayload.of(values, "x", database).get("uri"));
    return URI.create(uri.reveal());
  }
}
