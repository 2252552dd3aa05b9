package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.PASSWORD;
import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.owner;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A login that begins to take turns, and of which the manifest does not say all. */
class HandOverByHandTest extends LabTest {
  private static final String LOGIN = "hh_app";
  private static final String GROUP = "svc_hh_app";
  private static final String NEXT = "hh_app_2";
  private static final String HOME = "hh_data";

  @BeforeEach
  void aLoginWithADatabase() {
    clean();
    converge(lab.users(), withPassword(LOGIN, Map.of()));
    converge(lab.databases(), database(HOME, Map.of()).databaseOwner(LOGIN).build());
  }

  @AfterEach
  void clean() {
    lab.server.execute("postgres", "DROP DATABASE IF EXISTS " + HOME + " WITH (FORCE)");
    for (String role : List.of(LOGIN, NEXT, GROUP)) {
      lab.server.execute("postgres", "DROP ROLE IF EXISTS " + role);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "NOLOGIN, login, false",
        "NOINHERIT, inherit, false",
        "CREATEDB, createDB, true",
        "REPLICATION, replication, true",
        "BYPASSRLS, bypassRLS, true",
        "CONNECTION LIMIT 5, connectionLimit, 5",
        "VALID UNTIL '2020-01-01 00:00:00Z', validUntil, 2020-01-01T00:00:00Z",
      })
  void anAttributeThatSomebodySetIsRefusedWithTheFieldToWrite(
      String clause, String field, String value) {
    lab.server.execute("postgres", "ALTER ROLE " + LOGIN + " " + clause);
    EngineException refused = refusal(Map.of());
    assertThat(refused.path()).contains("spec.postgres." + field);
    assertThat(refused.sentence()).contains("Write " + value + " here", "\"hh_app\"");
  }

  @Test
  void whatTheManifestSaysOfItIsInEffectAndNothingIsLeftToDo() {
    lab.server.execute("postgres", "ALTER ROLE hh_app CREATEDB CONNECTION LIMIT 5");
    Map<String, ?> block = Map.of("createDB", true, "connectionLimit", 7);
    takeTurns(block);
    assertThat(lab.server.ask("postgres", attributes(LOGIN))).containsExactly("true 7");
    assertThat(lab.server.ask("postgres", attributes(GROUP))).containsExactly("true -1");
  }

  @Test
  void aSettingThatSomebodyMadeIsRefusedWithTheFieldToWriteAndThenEachLoginHasIt() {
    lab.server.execute("postgres", "ALTER ROLE hh_app SET work_mem = '5MB'");
    EngineException refused = refusal(Map.of());
    assertThat(refused.path()).contains("spec.postgres.configParameters.work_mem");
    assertThat(refused.sentence()).contains("ALTER ROLE \"hh_app\" RESET \"work_mem\"");
    Map<String, ?> block = Map.of("configParameters", Map.of("Work_Mem", "5MB"));
    takeTurns(block);
    converge(lab.users(), turn(NEXT, block));
    assertThat(as(LOGIN, "SHOW work_mem")).containsExactly("5MB");
    assertThat(as(NEXT, "SHOW work_mem")).containsExactly("5MB");
  }

  @Test
  void aSettingOfOneDatabaseIsRefusedWithBoth() {
    lab.server.execute("postgres", "ALTER ROLE hh_app IN DATABASE hh_data SET work_mem = '5MB'");
    EngineException refused = refusal(Map.of("configParameters", Map.of("work_mem", "5MB")));
    assertThat(refused.path()).contains("spec.postgres.configParameters.work_mem");
    assertThat(refused.sentence())
        .contains("ALTER ROLE \"hh_app\" IN DATABASE \"hh_data\" RESET \"work_mem\"");
  }

  @Test
  void aSettingThatIsTakenOutOfTheManifestJustNowEnds() {
    Plan before =
        converge(
            lab.users(),
            withPassword(LOGIN, Map.of("configParameters", Map.of("work_mem", "5MB"))));
    UserSpec login = turn(LOGIN, Map.of(), Set.copyOf(before.claims()));
    Plan plan = roles().plan(group(Map.of()).inPlaceOf(login));
    assertThat(roles().apply(plan, Lab.all(plan)).failure()).isEmpty();
    converge(roles(), group(Map.of()));
    assertThat(as(LOGIN, "SHOW work_mem")).containsExactly("4MB");
  }

  @Test
  void aSettingThatTheOperatorMayNotMakeIsNamedAndNothingIsChanged() {
    lab.server.execute("postgres", "ALTER ROLE hh_app SET log_min_duration_statement = '3s'");
    Map<String, ?> block = Map.of("configParameters", Map.of("log_min_duration_statement", "3s"));
    String before = roleOids();
    Plan plan = roles().plan(group(block).inPlaceOf(turn(LOGIN, block)));
    EngineException refused = roles().apply(plan, Lab.all(plan)).failure().orElseThrow();
    assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(refused.path())
        .contains("spec.postgres.configParameters.log_min_duration_statement");
    assertThat(roleOids()).isEqualTo(before);
  }

  @Test
  void aRoleThatSomebodyMadeItWorkAsIsRefused() {
    lab.server.execute("postgres", "ALTER ROLE hh_app SET role = 'hh_app'");
    EngineException refused = refusal(Map.of());
    assertThat(refused.path()).contains("spec.postgres.defaultRole");
    assertThat(refused.sentence()).contains("ALTER ROLE \"hh_app\" RESET \"role\"");
  }

  @Test
  void aSchemaThatIsCalledLikeTheLoginHasToBeInTheSearchPathFirst() {
    as(LOGIN, "CREATE SCHEMA hh_app", "CREATE TABLE orders (id int)");
    String path = "spec.postgres.configParameters.search_path";
    EngineException refused = refusal(Map.of());
    assertThat(refused.path()).contains(path);
    assertThat(refused.sentence()).contains(HOME, "\"hh_app, public\"");
    assertThat(refusal(searching("\"$user\", public")).path()).contains(path);
    Map<String, ?> block = searching("hh_app, public");
    takeTurns(block);
    converge(lab.users(), turn(NEXT, block));
    as(LOGIN, "INSERT INTO orders VALUES (1)");
    assertThat(as(NEXT, "SELECT count(*)::text FROM orders")).containsExactly("1");
  }

  @Test
  void whatPeopleWroteIntoItsCommentStays() {
    String record = "[dbops:1 cluster-1/default team-a/hh_app uid-of-hh_app]";
    lab.server.execute("postgres", "COMMENT ON ROLE hh_app IS 'ask the shop team " + record + "'");
    takeTurns(Map.of());
    for (String role : List.of(LOGIN, GROUP)) {
      assertThat(
              lab.server.ask(
                  "postgres",
                  "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = '"
                      + role
                      + "'"))
          .first()
          .asString()
          .startsWith("ask the shop team")
          .contains(record);
    }
  }

  private static Map<String, ?> searching(String path) {
    return Map.of("configParameters", Map.of("search_path", path));
  }

  /** In the plan, so that nothing is changed. */
  private EngineException refusal(Map<String, ?> block) {
    String before = roleOids();
    EngineException refused =
        failure(() -> roles().plan(group(block).inPlaceOf(turn(LOGIN, block))));
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(roleOids()).isEqualTo(before);
    return refused;
  }

  private void takeTurns(Map<String, ?> block) {
    Plan plan = roles().plan(group(block).inPlaceOf(turn(LOGIN, block)));
    assertThat(roles().apply(plan, Lab.all(plan)).failure()).isEmpty();
    assertThat(lab.users().plan(turn(LOGIN, block)).changes()).extracting(Change::path).isEmpty();
    assertThat(roles().plan(group(block)).changes()).extracting(Change::path).isEmpty();
  }

  private static RoleSpec group(Map<String, ?> block) {
    return RoleSpec.builder(GROUP, owner(LOGIN))
        .section(Section.of("spec.postgres", block))
        .group(List.of())
        .build();
  }

  private static UserSpec turn(String name, Map<String, ?> block) {
    return turn(name, block, Set.of());
  }

  private static UserSpec turn(String name, Map<String, ?> block, Set<ChangeId> issued) {
    return UserSpec.builder(name, owner(LOGIN))
        .section(Section.of("spec.postgres", block))
        .password(SecretText.of(PASSWORD), true)
        .group(GROUP)
        .issued(issued)
        .build();
  }

  private Roles roles() {
    return lab.session.capability(Roles.class).orElseThrow();
  }

  private static String attributes(String role) {
    return "SELECT rolcreatedb || ' ' || rolconnlimit FROM pg_roles WHERE rolname = '" + role + "'";
  }

  private String roleOids() {
    return String.join(
        " ",
        lab.server.ask(
            "postgres",
            "SELECT oid || rolname || rolcanlogin FROM pg_roles WHERE rolname LIKE '%hh_app%'"
                + " ORDER BY 1"));
  }

  /** In the database; the rows of the last statement. */
  private List<String> as(String login, String... statements) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = lab.server.connect(login, PASSWORD, HOME);
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        if (statement.execute(text)) {
          try (ResultSet found = statement.getResultSet()) {
            while (found.next()) {
              rows.add(String.valueOf(found.getString(1)));
            }
          }
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
