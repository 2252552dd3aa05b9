package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantNamesTest extends LabTest {
  /** Everything that a grant could change by mistake. */
  private static final String CATALOG =
      """
      SELECT x FROM (
        SELECT 'class ' || c.oid::regclass || coalesce(relacl::text, '') AS x FROM pg_class c
        UNION ALL SELECT 'namespace ' || nspname || coalesce(nspacl::text, '') FROM pg_namespace
        UNION ALL SELECT 'proc ' || oid || coalesce(proacl::text, '') FROM pg_proc
        UNION ALL SELECT 'type ' || oid || coalesce(typacl::text, '') FROM pg_type
        UNION ALL SELECT 'column ' || attrelid || attname || attacl::text FROM pg_attribute
          WHERE attacl IS NOT NULL
        UNION ALL SELECT 'default ' || defaclrole || defaclobjtype::text || defaclacl::text
          FROM pg_default_acl
        UNION ALL SELECT 'database ' || datname || coalesce(datacl::text, '') FROM pg_database
        UNION ALL SELECT 'role ' || rolname FROM pg_roles
        UNION ALL SELECT 'member ' || roleid || ' ' || member FROM pg_auth_members
          WHERE member <> (SELECT oid FROM pg_roles WHERE rolname = 'dbops_admin')) s
      ORDER BY x
      """;

  private static final List<String> NAMES =
      List.of("a%b_c\\d", "dots.and spaces", "q\"u'o", "größe-日本-😀", "f(int)", "a/b:c+d");

  /** An access list with nobody in it but the owner means the same as none. */
  private List<String> catalog(String database) {
    return lab.server.ask(database, CATALOG);
  }

  private static String q(String name) {
    return TestServer.identifier(name);
  }

  @Test
  void hostileNamesInEveryFieldDoWhatTheySayAndNothingElse() {
    Set<String> names = new HashSet<>(NAMES);
    names.addAll(HostileTexts.ALL);
    int number = 0;
    for (String text : names) {
      if (text.getBytes(StandardCharsets.UTF_8).length <= 50) {
        thereAndBack(text, number++);
      }
    }
    assertThat(number).isGreaterThan(12);
  }

  private void thereAndBack(String text, int number) {
    String database = "d" + number + text;
    String owner = "o" + number + text;
    String group = "g" + number + text;
    String grantee = "u" + number + text;
    GrantSite.make(lab, database, owner);
    converge(lab.users(), Lab.user(group, Map.of("login", false)).build());
    converge(lab.users(), Lab.withPassword(grantee, Map.of()));
    GrantSite.asOwner(
        lab.server,
        database,
        owner,
        "CREATE SCHEMA " + q(text),
        "CREATE TABLE " + q(text) + "." + q(text) + " (" + q(text) + " int, other int)",
        "CREATE TABLE " + q(text) + ".bystander (id int)",
        "CREATE SEQUENCE " + q(text) + "." + q(text + "s"),
        "CREATE TYPE " + q(text) + "." + q(text + "t") + " AS ENUM ('a')",
        "CREATE FUNCTION "
            + q(text)
            + "."
            + q(text)
            + "(x "
            + q(text)
            + "."
            + q(text + "t")
            + ") RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION " + q(text) + ".f() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    // lists that are there but say the defaults, so that taking away leads back to them
    GrantSite.asOwner(
        lab.server,
        database,
        owner,
        "GRANT ALL ON SCHEMA " + q(text) + " TO CURRENT_USER",
        "GRANT ALL ON ALL TABLES IN SCHEMA " + q(text) + " TO CURRENT_USER",
        "GRANT ALL ON ALL SEQUENCES IN SCHEMA " + q(text) + " TO CURRENT_USER",
        "GRANT ALL ON ALL FUNCTIONS IN SCHEMA " + q(text) + " TO CURRENT_USER",
        "GRANT ALL ON TYPE " + q(text) + "." + q(text + "t") + " TO CURRENT_USER",
        "GRANT ALL ON DATABASE " + q(database) + " TO CURRENT_USER");
    GrantDesk desk = new GrantDesk(lab, grantee);
    List<String> before = catalog(database);
    desk.asks(block(text, database, owner, group)).converge();
    List<String> held = GrantSite.held(lab.server, database, grantee);
    assertThat(held)
        .as(text)
        .containsExactlyInAnyOrder(
            "database " + database + " CONNECT",
            "schema " + text + " USAGE",
            "schema " + text + " CREATE",
            "table " + text + "." + text + " SELECT",
            "column " + text + "." + text + "." + text + " UPDATE",
            "sequence " + text + "." + text + "s USAGE",
            "type " + text + "." + text + "t USAGE",
            held.stream().filter(one -> one.startsWith("function ")).findFirst().orElseThrow());
    assertThat(desk.plan().facts())
        .containsEntry("roles", List.of(group))
        .containsEntry("defaultPrivileges", 1)
        .containsEntry("directGrants", 7);
    Set<ChangeId> issued = desk.issued;
    assertThat(issued).hasSize(10);
    assertThat(desk.remove(DropMode.DROP).failure()).isEmpty();
    assertThat(catalog(database)).as(text).isEqualTo(before);
  }

  private static Map<String, ?> block(String text, String database, String owner, String group) {
    List<Map<String, ?>> entries = new ArrayList<>();
    entries.add(Map.of("database", database, "privileges", List.of("CONNECT")));
    entries.add(Map.of("database", database, "schema", text, "privileges", List.of("CREATE")));
    for (Map<String, ?> part :
        List.<Map<String, ?>>of(
            Map.of("tables", List.of(text), "privileges", List.of("SELECT")),
            Map.of(
                "tables", List.of(text), "columns", List.of(text), "privileges", List.of("UPDATE")),
            Map.of("sequences", List.of(text + "s"), "privileges", List.of("USAGE")),
            Map.of("functions", List.of(text), "privileges", List.of("EXECUTE")),
            Map.of("types", List.of(text + "t"), "privileges", List.of("USAGE")))) {
      Map<String, Object> entry = new HashMap<>(Map.of("database", database, "schema", text));
      entry.putAll(part);
      entries.add(entry);
    }
    return Map.of(
        "grants",
        entries,
        "roles",
        List.of(group),
        "defaultPrivileges",
        List.of(
            Map.of(
                "database",
                database,
                "schema",
                text,
                "grantedBy",
                owner,
                "objectType",
                "tables",
                "privileges",
                List.of("SELECT"))));
  }
}
