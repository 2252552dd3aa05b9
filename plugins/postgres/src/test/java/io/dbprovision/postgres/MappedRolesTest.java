package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores with {@code roleMapping}: rights and policies of one role become another's. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class MappedRolesTest extends CopyScene {
  private static final String OLD = "Reader \"of\" prod";
  private static final String NEW = "reader_of_staging";

  MappedRolesTest(int major, @TempDir Path folder) {
    super(major, folder);
    server.execute("postgres", "CREATE ROLE " + quoted(OLD), "CREATE ROLE " + NEW);
  }

  @Override
  @AfterEach
  void drop() {
    super.drop();
    server.execute("postgres", "DROP ROLE " + quoted(OLD), "DROP ROLE " + NEW);
  }

  private static String quoted(String role) {
    return '"' + role.replace("\"", "\"\"") + '"';
  }

  private String source(String name) {
    owned(name);
    String role = quoted(OLD);
    server.execute(
        name,
        "SET ROLE " + CopyLab.OWNER.formatted(name),
        "CREATE TABLE public.\"a TO b\" (id int)",
        "INSERT INTO public.\"a TO b\" SELECT generate_series(1, 20)",
        "GRANT SELECT ON public.\"a TO b\" TO " + role + " WITH GRANT OPTION",
        "GRANT INSERT ON public.\"a TO b\" TO PUBLIC",
        "GRANT CREATE ON SCHEMA public TO " + role,
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT UPDATE ON TABLES TO " + role,
        "ALTER TABLE public.\"a TO b\" ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY half ON public.\"a TO b\" FOR SELECT TO " + role + " USING (id < 11)",
        "COMMENT ON POLICY half ON public.\"a TO b\" IS 'the lower half'",
        "CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $$ SELECT"
            + " 'GRANT SELECT ON public.x TO nobody;' $$",
        "GRANT EXECUTE ON FUNCTION public.f() TO " + role);
    return name;
  }

  private Section mapping(Map<String, ?> more) {
    Map<String, Object> block = new java.util.HashMap<>(more);
    block.put("roleMapping", Map.of(OLD, NEW));
    return CopyDesk.block(block);
  }

  private void assertMapped(String name) {
    assertRightsMapped(name);
    assertThat(
            server.ask(
                name,
                "SELECT roles[1] || ' ' || obj_description(p.oid) FROM pg_policies s"
                    + " JOIN pg_policy p ON p.polname = s.policyname"))
        .containsExactly(NEW + " the lower half");
    assertThat(
            server.ask(
                name, "SELECT has_function_privilege('" + NEW + "', 'public.f()', 'EXECUTE')"))
        .containsExactly("t");
  }

  private void assertRightsMapped(String name) {
    assertThat(server.ask(name, "SELECT count(*) FROM public.\"a TO b\"")).containsExactly("20");
    assertThat(
            server.ask(
                name,
                "SELECT pg_get_userbyid(a.grantee) || ' ' || a.privilege_type || ' ' ||"
                    + " a.is_grantable FROM pg_class c, aclexplode(c.relacl) a"
                    + " WHERE c.relname = 'a TO b' AND a.grantee <> 0 AND a.grantee <> c.relowner"
                    + " AND pg_get_userbyid(a.grantee) !~ '_app$'"))
        .containsExactly(NEW + " SELECT true");
    assertThat(server.ask(name, "SELECT has_table_privilege('public', '\"a TO b\"', 'INSERT')"))
        .containsExactly("t");
  }

  @Test
  void rightsAndPoliciesBecomeTheOthersInEveryArchive() throws IOException {
    String name = source("mapped_from");
    for (String format : List.of("custom", "tar", "directory")) {
      CopyDesk.Copied copied = desk.dump(name, CopyDesk.block(Map.of("format", format)));
      String target = "mapped_" + format;
      anew(target);

      CopyDesk.Loaded loaded =
          desk.restore(desk.spec(target, mapping(Map.of())).build(), format, copied.bytes);

      assertMapped(target);
      assertThat(loaded.warnings())
          .as("the schema public of a database of the operator's own is not the stand-in's to give")
          .anySatisfy(warning -> assertThat(warning).contains("ON SCHEMA public"));
    }
  }

  @Test
  void withSeveralJobsItIsTheSame() throws IOException {
    String name = source("mapped_jobs_from");
    CopyDesk.Copied copied = desk.dump(name, CopyDesk.block(Map.of()));
    anew("mapped_jobs");

    desk.restore(
        desk.spec("mapped_jobs", mapping(Map.of("jobs", 2))).build(), "custom", copied.bytes);

    assertMapped("mapped_jobs");
  }

  @Test
  void ofATableAloneRightsAreMappedToo() throws IOException {
    String name = source("mapped_part_from");
    CopyDesk.Copied copied = desk.dump(name, CopyDesk.block(Map.of()));
    for (int jobs : new int[] {1, 2}) {
      String target = anew("mapped_part_" + jobs);
      Section part = mapping(Map.of("tables", List.of("a TO b"), "jobs", jobs));

      desk.restore(desk.spec(target, part).build(), "custom", copied.bytes);

      assertRightsMapped(target);
    }
  }

  @Test
  void ofATableAloneRightsComeWithSeveralJobsToo() throws IOException {
    String name = source("rights_part_from");
    CopyDesk.Copied copied = desk.dump(name, CopyDesk.block(Map.of()));
    anew("rights_part");
    Section part = CopyDesk.block(Map.of("tables", List.of("a TO b"), "jobs", 3));

    desk.restore(desk.spec("rights_part", part).build(), "custom", copied.bytes);

    assertThat(
            server.ask(
                "rights_part", "SELECT has_table_privilege('" + OLD + "', '\"a TO b\"', 'SELECT')"))
        .containsExactly("t");
  }

  @Test
  void withNoOwnerFalseOwnersAreMappedToo() throws IOException {
    String name = source("mapped_owner_from");
    String target = "mapped_owner_to";
    owned(target);
    CopyDesk.Copied copied = desk.dump(name, CopyDesk.block(Map.of()));
    Section block =
        CopyDesk.block(
            Map.of(
                "noOwner",
                false,
                "roleMapping",
                Map.of(
                    OLD,
                    NEW,
                    "db_" + name + "_owner",
                    "db_" + target + "_owner",
                    "db_" + name + "_app",
                    "db_" + target + "_app")));

    desk.restore(desk.spec(target, block).owner(Lab.owner(target)).build(), "custom", copied.bytes);

    assertMapped(target);
    assertThat(
            server.ask(
                target, "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relname = 'a TO b'"))
        .containsExactly("db_" + target + "_owner");
    assertThat(
            server.ask(
                target,
                "SELECT has_table_privilege('db_"
                    + target
                    + "_app', '\"a TO b\"', 'DELETE'),"
                    + " has_table_privilege('db_"
                    + name
                    + "_app', '\"a TO b\"', 'DELETE')"))
        .containsExactly("t");
  }

  @Test
  void aRoleThatIsNotThereIsWaitedForBeforeAnythingIsMade() {
    Section block = CopyDesk.block(Map.of("roleMapping", Map.of(OLD, "nobody_here")));
    EngineException refused =
        Lab.failure(() -> desk.restores().prepare(desk.spec("mapped_never", block).build()));
    assertThat(refused.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(refused.getMessage()).contains("nobody_here").contains("roleMapping");
  }
}
