package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.OwnLogin;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Session;
import org.junit.jupiter.api.Test;

class OwnLoginTest extends LabTest {
  private static final String LOGIN = "own_admin";

  @Test
  void aLoginChangesItsOwnPasswordAndTheServerNeverSeesIt() {
    lab.server.execute(
        "postgres",
        "DROP ROLE IF EXISTS " + LOGIN,
        "CREATE ROLE " + LOGIN + " LOGIN PASSWORD 'first-word'");
    Credentials first = new Credentials(LOGIN, SecretText.of("first-word"));
    try (Session session =
        new PostgresEngine().open(Lab.endpoint(lab.server, first).build(), Lab.context())) {
      OwnLogin own = session.capability(OwnLogin.class).orElseThrow();

      own.changePassword(SecretText.of("Other-4711-word"));
      own.changePassword(SecretText.of("Other-4711-word"));

      assertThat(lab.server.letsIn(LOGIN, "Other-4711-word")).isTrue();
      assertThat(lab.server.letsIn(LOGIN, "first-word")).isFalse();
      assertThat(session.info().version()).as("the session goes on").isNotEmpty();
    }
    assertThat(lab.server.log()).doesNotContain("Other-4711-word");
    lab.server.execute("postgres", "DROP ROLE " + LOGIN);
  }
}
