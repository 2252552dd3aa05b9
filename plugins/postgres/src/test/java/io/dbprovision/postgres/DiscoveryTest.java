package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.owner;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.Discovery.Found;
import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscoveryTest extends LabTest {
  @Test
  void aRoleThatMayLogInIsALoginAndEachIsFoundWithItsRecord() {
    converge(lab.users(), withPassword("f_kept", Map.of()));
    lab.server.execute(
        "postgres",
        "DROP ROLE IF EXISTS f_login, f_role, f_newer",
        "CREATE ROLE f_login LOGIN",
        "CREATE ROLE f_role",
        "COMMENT ON ROLE f_role IS 'by hand'",
        "CREATE ROLE f_newer",
        "COMMENT ON ROLE f_newer IS '[dbops:9 of a form to come]'");

    List<Found> found = find();

    assertThat(found)
        .contains(
            new Found(Kind.USER, "f_kept", owner("f_kept")),
            new Found(Kind.USER, "f_login", null),
            new Found(Kind.ROLE, "f_role", null))
        .extracting(Found::name)
        .as("what cannot be read is somebody's")
        .doesNotContain("f_newer");
  }

  @Test
  void whatComesWithTheServerAndWhatIsOursInPassingIsNotFound() {
    lab.server.execute(
        "postgres", "DROP ROLE IF EXISTS _dbops_init_x", "CREATE ROLE _dbops_init_x");

    assertThat(find())
        .extracting(Found::name)
        .doesNotContain(
            "postgres", "template0", "template1", "_dbops_init_x", lab.server.admin().username())
        .noneMatch(name -> name.startsWith("pg_"));
    lab.server.execute("postgres", "DROP ROLE _dbops_init_x");
  }

  private List<Found> find() {
    return lab.session.capability(Discovery.class).orElseThrow().find();
  }
}
