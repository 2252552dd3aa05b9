package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a copy does not hold, or a restore does not bring back, is told. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class LeftOutTest extends CopyScene {
  private static final String DEFAULTS =
      "SELECT pg_get_userbyid(defaclrole), defaclobjtype FROM pg_default_acl ORDER BY 1, 2";

  LeftOutTest(int major, @TempDir Path folder) {
    super(major, folder);
  }

  @Test
  void aTableOrSchemaThatIsNotThereIsToldWithItsField() {
    String name = owned("left_nosuch");
    for (String field : List.of("tables", "schemas")) {
      Section block = CopyDesk.block(Map.of(field, List.of("nosuch")));
      EngineException refused = Lab.failure(() -> dumping(name, block));
      assertThat(refused.kind()).as(refused.getMessage()).isEqualTo(ErrorKind.INVALID);
      assertThat(refused.path()).contains("spec.postgres." + field);
      assertThat(refused.getMessage()).contains("\"nosuch\"", "leave it out");
    }
  }

  private void dumping(String name, Section block) {
    try {
      desk.dump(name, block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void defaultRightsThatAScriptCannotBringBackAreTold() throws IOException {
    String name = owned("left_defaults");
    lab.fill(name);
    assertThat(server.ask(name, DEFAULTS)).isNotEmpty();
    Section plain = CopyDesk.block(Map.of("format", "plain"));
    CopyDesk.Copied copied = desk.dump(name, plain);
    String target = anew("left_defaults_anew");
    CopyDesk.Loaded loaded = desk.restore(desk.spec(target, NONE).build(), "plain", copied.bytes);
    assertThat(server.ask(target, DEFAULTS)).isEmpty();
    assertThat(loaded.warnings())
        .anyMatch(
            warning ->
                warning.startsWith("default privileges of the role db_left_defaults_owner were"));
  }

  @Test
  void whatTheServerKeepsOfADatabaseIsInNoCopyOfIt() throws IOException {
    String name = owned("left_beside");
    lab.fill(name);
    server.execute("postgres", "ALTER DATABASE left_beside SET work_mem = '7MB'");
    server.execute("postgres", "COMMENT ON DATABASE left_beside IS 'mine'");
    server.execute("postgres", "GRANT CREATE ON DATABASE left_beside TO pg_monitor");
    assertThat(
            admin
                .session
                .capability(OwnershipRecord.class)
                .orElseThrow()
                .renew(Kind.DATABASE, name, Lab.owner(name)))
        .isTrue();
    CopyDesk.Copied copied = desk.dump(name, NONE);
    String target = anew("left_beside_anew");
    desk.restore(desk.spec(target, NONE).build(), "custom", copied.bytes);
    assertThat(
            server.ask(
                "postgres",
                "SELECT coalesce(shobj_description(d.oid, 'pg_database'), '') || '|' ||"
                    + " (coalesce(d.datacl::text, '') LIKE '%pg_monitor%')::text || '|' ||"
                    + " (SELECT count(*) FROM pg_db_role_setting s WHERE s.setdatabase = d.oid)"
                    + " FROM pg_database d WHERE datname = 'left_beside_anew'"))
        .as("as docs/backup.md says")
        .containsExactly("|false|0");
  }
}
