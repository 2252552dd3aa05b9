package io.dbprovision.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What is PostgreSQL's own about dumps and restores. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class CopyTest extends CopyScene {
  CopyTest(int major, @TempDir Path folder) {
    super(major, folder);
  }

  @Test
  void aDatabaseOfTheOperatorsOwnLoginIsCopiedByItsStandIn() throws IOException {
    String name = database("copy_admins", Map.of());
    InitScript script =
        new InitScript(
            name, Lab.owner(name), List.of("CREATE TABLE public.plain AS SELECT 1 AS id"), true);
    assertThat(admin.scripts().run(script).failed()).isEmpty();
    CopyDesk.Copied copied = desk.dump(name, NONE);
    RestoreSpec spec = desk.spec(name, NONE).owner(Lab.owner(name)).replace(true).build();
    CopyDesk.Loaded loaded = desk.restore(spec, "custom", copied.bytes);
    assertThat(loaded.contents()).isEqualTo(copied.summary.contents());
    assertThat(server.ask(name, "SELECT count(*) FROM public.plain")).containsExactly("1");
    InitScript more =
        new InitScript(
            name, Lab.owner(name), List.of("ALTER TABLE public.plain ADD COLUMN more int"), true);
    assertThat(admin.scripts().run(more).failed()).as("scripts go on with it").isEmpty();
    assertThat(
            server.ask(
                "postgres",
                "SELECT rolname FROM pg_roles WHERE rolname LIKE '\\_dbops\\_db\\_%' AND NOT EXISTS"
                    + " (SELECT FROM pg_database d WHERE rolname = '_dbops_db_' || d.oid)"))
        .as("stand-ins of databases that are gone")
        .isEmpty();
  }

  @Test
  void whatTheOwnersRightsDoNotReachIsNamed() {
    String name = owned("copy_unreadable");
    server.execute(name, "CREATE TABLE public.hidden (id int)");
    CopyScope scope = desk.scope(name, NONE);
    EngineException refused = Lab.failure(() -> desk.dumps().admit(scope));
    assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(refused.getMessage()).contains("public.hidden").contains("excludeTables");
    assertThat(
            server.ask("postgres", "SELECT 1 FROM pg_roles WHERE rolname LIKE '\\_dbops\\_b\\_%'"))
        .isEmpty();
  }

  @Test
  void whatIsLeftOutNeedNotBeReadable() throws IOException {
    String name = owned("copy_excluded");
    lab.fill(name);
    server.execute(name, "CREATE TABLE public.hidden (id int)");
    Section block = CopyDesk.block(Map.of("excludeTables", List.of("public.hidden")));
    CopyDesk.Copied copied = desk.dump(name, block);
    assertThat(copied.summary.contents().isKnown()).as("of a part").isFalse();
    String target = anew("copy_excluded_anew");
    desk.restore(desk.spec(target, NONE).build(), "custom", copied.bytes);
    assertThat(lab.content(target)).isNotEmpty().noneMatch(line -> line.contains("hidden"));
  }

  @Test
  void forcedRowSecurityIsAnErrorAndNoMissingRow() {
    String name = owned("copy_forced");
    lab.fill(name);
    server.execute(name, "ALTER TABLE public.child FORCE ROW LEVEL SECURITY");
    EngineException refused = Lab.failure(() -> dumping(name));
    assertThat(refused.kind()).as(refused.getMessage()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(refused.getMessage()).contains("row-level security").contains("FORCE");
  }

  private void dumping(String name) {
    try {
      desk.dump(name, NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anAdmittedLoginCannotBecomeTheOwner() throws Exception {
    String name = owned("copy_admitted");
    CopyScope scope = desk.scope(name, NONE);
    Credentials login = desk.dumps().admit(scope);
    try (var connection = server.connect(login.username(), login.password().reveal(), name);
        var statement = connection.createStatement()) {
      assertRefused(() -> statement.execute("CREATE ROLE intruder"));
      assertRefused(() -> statement.execute("SET ROLE dbops_admin"));
      if (server.major() >= 16) {
        assertRefused(() -> statement.execute("SET ROLE " + CopyLab.OWNER.formatted(name)));
      }
    } finally {
      desk.dumps().dismiss(scope);
    }
  }

  private static void assertRefused(ThrowingCallable work) {
    assertThatThrownBy(work).isInstanceOf(SQLException.class).hasMessageContaining("permission");
  }

  @Test
  void aRestoreMayUseSeveralJobs() throws IOException {
    String name = owned("copy_jobs");
    lab.fill(name);
    for (String format : List.of("custom", "directory", "tar")) {
      CopyDesk.Copied copied = desk.dump(name, CopyDesk.block(Map.of("format", format)));
      String target = anew("copy_jobs_anew");
      CopyDesk.Loaded loaded =
          desk.restore(
              desk.spec(target, CopyDesk.block(Map.of("jobs", 3))).build(), format, copied.bytes);
      assertThat(loaded.contents()).isEqualTo(copied.summary.contents());
      assertThat(lab.content(target)).isEqualTo(lab.content(name));
      lab.forget(target);
    }
  }

  @Test
  void aFileOfSomebodyElsesIsToldByItsFirstBytes() throws IOException {
    String name = owned("copy_foreign");
    lab.fill(name);
    for (String format : List.of("custom", "plain", "tar", "directory")) {
      CopyDesk.Copied copied = desk.dump(name, CopyDesk.block(Map.of("format", format)));
      String target = anew("copy_foreign_anew");
      desk.restore(desk.spec(target, NONE).build(), "", copied.bytes);
      assertThat(lab.content(target)).as(format).isEqualTo(lab.content(name));
      lab.forget(target);
    }
  }

  @Test
  void aScriptRunsNoCommandsOfPsqls() throws IOException {
    Path witness = desk.scratch().resolve("witness");
    for (String command :
        List.of("\\! touch " + witness, "\\o " + witness, "\\i /etc/passwd", "\\copy x to x")) {
      byte[] script =
          ("CREATE TABLE public.a ();\n" + command + "\nCREATE TABLE public.b ();\n")
              .getBytes(UTF_8);
      RestoreSpec spec = desk.spec("copy_commands_anew", NONE).build();
      EngineException refused = Lab.failure(() -> restoring(spec, script));
      assertThat(refused.getMessage()).contains("restricted");
      assertThat(Files.exists(witness)).as(command).isFalse();
    }
  }

  private void restoring(RestoreSpec spec, byte[] script) {
    try {
      desk.restore(spec, "", script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aScriptIsNoWayBeyondTheDatabase() throws IOException {
    owned("copy_victim");
    lab.fill("copy_victim");
    for (String statement :
        List.of(
            "RESET ROLE; CREATE ROLE intruder;",
            "COPY (SELECT 1) TO PROGRAM 'true';",
            "RESET ROLE; SET ROLE dbops_admin;",
            "ALTER DATABASE copy_victim RENAME TO mine;")) {
      RestoreSpec spec = desk.spec("copy_beyond_anew", NONE).build();
      byte[] script = statement.getBytes(UTF_8);
      assertThat(Lab.failure(() -> restoring(spec, script)).kind())
          .as(statement)
          .isEqualTo(ErrorKind.PERMISSION);
    }
  }

  @Test
  void onlyTheNamedTablesAreRestoredAndNotInPlace() throws IOException {
    String name = owned("copy_selected");
    lab.fill(name);
    CopyDesk.Copied copied = desk.dump(name, NONE);
    Section block = CopyDesk.block(Map.of("tables", List.of("plain")));
    String target = anew("copy_selected_anew");
    CopyDesk.Loaded loaded = desk.restore(desk.spec(target, block).build(), "custom", copied.bytes);
    assertThat(loaded.contents().isKnown()).isFalse();
    assertThat(server.ask(target, "SELECT count(*) FROM public.plain")).containsExactly("2000");
    assertThat(server.ask(target, "SELECT to_regclass('public.child')")).containsExactly("null");
    RestoreSpec inPlace = desk.spec(name, block).owner(Lab.owner(name)).replace(true).build();
    EngineException refused = Lab.failure(() -> desk.restores().prepare(inPlace));
    assertThat(refused.path()).contains("spec.postgres.tables");
  }

  @Test
  void aPartIsRestoredThoughItsReaderStopsBeforeTheEndOfWhatComes() throws IOException {
    String name = owned("copy_part");
    server.execute(
        name,
        "SET ROLE " + CopyLab.OWNER.formatted(name),
        "CREATE SCHEMA second",
        "CREATE TABLE public.big AS SELECT i, md5(i::text) AS t FROM generate_series(1, 100000) i",
        "CREATE TABLE second.small AS SELECT 7 AS n",
        "CREATE TABLE public.zlast AS SELECT i, md5(i::text) AS t FROM generate_series(1, 100000) i");
    CopyDesk.Copied copied = desk.dump(name, NONE);
    String target = anew("copy_part_schema");
    Section schema = CopyDesk.block(Map.of("schemas", List.of("second")));
    CopyDesk.Loaded loaded =
        desk.restore(desk.spec(target, schema).build(), "custom", copied.bytes);
    assertThat(server.ask(target, "SELECT n FROM second.small")).containsExactly("7");
    assertThat(server.ask(target, "SELECT to_regclass('public.big')")).containsExactly("null");
    assertThat(loaded.warnings()).anyMatch(warning -> warning.contains("second"));
    String shape = anew("copy_part_shape");
    Section definitions = CopyDesk.block(Map.of("schemaOnly", true));
    desk.restore(desk.spec(shape, definitions).build(), "custom", copied.bytes);
    assertThat(server.ask(shape, "SELECT count(*) FROM public.big")).containsExactly("0");
    assertThat(server.ask(shape, "SELECT count(*) FROM second.small")).containsExactly("0");
    byte[] cut = Arrays.copyOf(copied.bytes, copied.bytes.length / 2);
    String half = anew("copy_part_half");
    assertThatThrownBy(() -> desk.restore(desk.spec(half, definitions).build(), "custom", cut))
        .isInstanceOfSatisfying(
            EngineException.class,
            refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID));
  }

  @Test
  void rightsOfRolesThatAreGoneAreToldAndLeftOut() throws IOException {
    String name = owned("copy_rights");
    lab.fill(name);
    server.execute(name, "CREATE ROLE copy_reader", "GRANT SELECT ON public.plain TO copy_reader");
    CopyDesk.Copied copied = desk.dump(name, NONE);
    server.execute(name, "DROP OWNED BY copy_reader", "DROP ROLE copy_reader");
    String target = anew("copy_rights_anew");
    CopyDesk.Loaded loaded = desk.restore(desk.spec(target, NONE).build(), "custom", copied.bytes);
    assertThat(loaded.warnings()).anyMatch(warning -> warning.contains("copy_reader"));
    Section without = CopyDesk.block(Map.of("noPrivileges", true));
    lab.forget(target);
    loaded = desk.restore(desk.spec(target, without).build(), "custom", copied.bytes);
    assertThat(loaded.warnings()).noneMatch(warning -> warning.contains("copy_reader"));
  }
}
