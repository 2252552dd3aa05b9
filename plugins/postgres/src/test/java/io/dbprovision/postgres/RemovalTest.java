package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.PASSWORD;
import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.OwnedObjects;
import io.dbprovision.spi.OwnedObjects.OwnedObject;
import io.dbprovision.spi.UserSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemovalTest extends LabTest {
  private final UserSpec leaver = withPassword("r_leaver", Map.of());

  @BeforeEach
  void prepare() {
    converge(lab.users(), leaver);
    converge(lab.users(), withPassword("r_owner", Map.of()));
    converge(lab.databases(), database("r_data", Map.of()).databaseOwner("r_owner").build());
  }

  @AfterEach
  void cleanUp() {
    Lab.remove(lab.databases(), database("r_data", Map.of()).build(), DropMode.FORCE);
    Lab.remove(lab.users(), leaver, DropMode.FORCE);
  }

  private void as(String user, String... texts) {
    try (Connection connection = lab.server.connect(user, PASSWORD, "r_data");
        Statement statement = connection.createStatement()) {
      for (String text : texts) {
        statement.execute(text);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private OwnedObjects owned() {
    return lab.session.capability(OwnedObjects.class).orElseThrow();
  }

  @Test
  void privilegesGoWithTheRoleAndTheirObjectsStay() {
    as(
        "r_owner",
        "CREATE SCHEMA s",
        "CREATE TABLE s.t (x int)",
        "INSERT INTO s.t VALUES (1)",
        "GRANT USAGE ON SCHEMA s TO r_leaver",
        "GRANT SELECT ON s.t TO r_leaver",
        "GRANT CREATE ON DATABASE r_data TO r_leaver",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO r_leaver");
    assertThat(owned().ownedBy("r_leaver", 10)).isEmpty();

    assertThat(Lab.remove(lab.users(), leaver, DropMode.DROP).failure()).isEmpty();

    assertThat(lab.users().names()).doesNotContain("r_leaver");
    assertThat(lab.server.ask("r_data", "SELECT x FROM s.t")).containsExactly("1");
  }

  @Test
  void aRoleThatOwnsSomethingIsNotDroppedAndNothingOfItIsLost() {
    lab.server.execute(
        "r_data",
        "GRANT CREATE ON SCHEMA public TO r_leaver",
        "GRANT CREATE ON DATABASE r_data TO r_leaver");
    as("r_leaver", "CREATE TABLE mine (x int)", "CREATE SCHEMA \"My own\"");

    assertThat(owned().ownedBy("r_leaver", 10))
        .contains(new OwnedObject("public", "mine", "table"))
        .anyMatch(o -> o.type().equals("schema") && o.name().contains("My own"));
    assertThat(owned().ownedBy("r_leaver", 1)).hasSize(1);
    assertThat(owned().resolution("r_leaver"))
        .isEqualTo("REASSIGN OWNED BY \"r_leaver\" TO \"dbops_admin\";");
    assertThat(owned().ownedBy("r_owner", 10)).contains(new OwnedObject("", "r_data", "database"));
    for (DropMode mode : new DropMode[] {DropMode.DROP, DropMode.FORCE}) {
      Applied applied = Lab.remove(lab.users(), leaver, mode);
      assertThat(applied.failure().orElseThrow().kind()).isEqualTo(ErrorKind.CONFLICT);
      assertThat(applied.failure().orElseThrow()).hasMessageContaining("REASSIGN OWNED BY");
    }
    assertThat(lab.server.ask("r_data", "SELECT count(*) FROM mine")).containsExactly("0");
    lab.server.execute("r_data", "DROP OWNED BY r_leaver");
  }

  @Test
  void whatALoginOwnsInADatabaseThatLetsNobodyInStandsAgainstItsEndToo() {
    lab.server.execute("r_data", "GRANT CREATE ON SCHEMA public TO r_leaver");
    as("r_leaver", "CREATE TABLE mine (x int)");
    lab.server.execute("postgres", "ALTER DATABASE r_data ALLOW_CONNECTIONS false");

    assertThat(owned().ownedBy("r_leaver", 10))
        .containsExactly(new OwnedObject("", "r_data", "objects in a database closed to us"));
  }

  @Test
  void whatALoginOwnedInADatabaseThatIsGoneHoldsNothingUp() {
    lab.server.execute("r_data", "GRANT CREATE ON SCHEMA public TO r_leaver");
    as("r_leaver", "CREATE TABLE mine (x int)");
    Lab.remove(lab.databases(), database("r_data", Map.of()).build(), DropMode.FORCE);

    assertThat(owned().ownedBy("r_leaver", 10)).isEmpty();
    assertThat(Lab.remove(lab.users(), leaver, DropMode.DROP).failure()).isEmpty();
    assertThat(lab.users().names()).doesNotContain("r_leaver");
  }

  @Test
  void itsSessionsEndBeforeItGoesSoThatNothingTheyMakeIsLost() throws SQLException {
    for (DropMode mode : new DropMode[] {DropMode.DROP, DropMode.FORCE}) {
      converge(lab.users(), leaver);
      try (Connection guest = lab.server.connect("r_leaver", PASSWORD, "postgres")) {
        assertThat(guest.isValid(2)).isTrue();
        assertThat(Lab.remove(lab.users(), leaver, mode).failure()).isEmpty();
        assertThat(guest.isValid(2)).as("a session under %s", mode).isFalse();
      }
    }
  }
}
