package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.paths;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Schemas of a database whose owner changes. */
class SchemaOwnersTest extends LabTest {
  private static final String OWNERS =
      "SELECT nspname || ' ' || pg_get_userbyid(nspowner) FROM pg_namespace"
          + " WHERE nspname LIKE 'so%' ORDER BY 1";

  @Test
  void schemasWithoutAnOwnerOfTheirOwnFollowTheDatabaseBeforeItGoes() {
    for (String role : List.of("so_first", "so_second", "so_third")) {
      converge(lab.users(), withPassword(role, Map.of()));
    }
    converge(lab.databases(), owned("so_first"));
    lab.server.execute("so_data", "ALTER SCHEMA so_taken OWNER TO so_third");

    Plan plan = converge(lab.databases(), owned("so_second"));

    assertThat(paths(plan)).containsExactly("schemas.so_plain.owner", "owner");
    assertThat(plan.changes().getFirst().risk()).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(lab.server.ask("so_data", OWNERS))
        .containsExactly("so_named so_third", "so_plain so_second", "so_taken so_third");

    assertThat(paths(converge(lab.databases(), owned("so_first"))))
        .containsExactly("schemas.so_plain.owner", "owner");
  }

  private static DatabaseSpec owned(String owner) {
    List<Map<String, String>> schemas =
        List.of(
            Map.of("name", "so_plain"),
            Map.of("name", "so_named", "owner", "so_third"),
            Map.of("name", "so_taken"),
            Map.of("name", "public"));
    return database("so_data", Map.of("schemas", schemas)).databaseOwner(owner).build();
  }
}
