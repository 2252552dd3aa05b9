package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.PASSWORD;
import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.owner;
import static io.dbprovision.postgres.Lab.section;
import static io.dbprovision.postgres.Lab.user;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
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

/** A login that had the rights itself begins to take turns with others. */
class HandOverTest extends LabTest {
  private static final String LOGIN = "ho_app";
  private static final String GROUP = "svc_ho_app";
  private static final String HOME = "ho_data";

  @BeforeEach
  void aLoginWithADatabase() {
    clean();
    converge(lab.users(), withPassword(LOGIN, Map.of()));
    converge(lab.databases(), home().databaseOwner(LOGIN).build());
    as(LOGIN, "CREATE TABLE orders (id int)", "CREATE SCHEMA stock", "CREATE TABLE stock.items ()");
  }

  @AfterEach
  void clean() {
    lab.server.execute("postgres", "DROP DATABASE IF EXISTS " + HOME + " WITH (FORCE)");
    for (String role : List.of(LOGIN, "ho_app_2", GROUP, "ho_readers")) {
      lab.server.execute("postgres", "DROP ROLE IF EXISTS " + role);
    }
  }

  @Test
  void theGroupOwnsWhatTheLoginOwnedAndTheLoginWorksAsIt() {
    takeTurns(group());
    assertThat(Lab.paths(lab.users().plan(turn(LOGIN)))).as("done, all of it").isEmpty();
    converge(roles(), group());
    assertThat(as(LOGIN, "SELECT current_user::text")).containsExactly(GROUP);
    as(
        LOGIN,
        "INSERT INTO orders VALUES (1)",
        "ALTER TABLE orders ADD COLUMN sum int",
        "DROP TABLE stock.items",
        "CREATE SCHEMA more");
    assertThat(
            lab.server.ask(
                HOME,
                "SELECT relowner::regrole::text FROM pg_class WHERE relname = 'orders'"
                    + " UNION ALL SELECT datdba::regrole::text FROM pg_database WHERE datname = 'ho_data'"))
        .containsExactly(GROUP, GROUP);
    assertThat(
            lab.server.ask(
                "postgres", "SELECT rolcanlogin FROM pg_roles WHERE rolname='" + GROUP + "'"))
        .containsExactly("f");
  }

  @Test
  void rightsAndMembershipsThatSomebodyGaveByHandGoOverToo() {
    lab.server.execute("postgres", "CREATE ROLE ho_readers");
    lab.server.execute(
        HOME,
        "CREATE TABLE theirs (id int)",
        "GRANT SELECT ON theirs TO " + LOGIN,
        "CREATE TABLE read (id int)",
        "GRANT SELECT ON read TO ho_readers",
        "GRANT ho_readers TO " + LOGIN);
    takeTurns(group());
    assertThat(as(LOGIN, "SELECT count(*)::text FROM theirs")).containsExactly("0");
    assertThat(as(LOGIN, "SELECT count(*)::text FROM read")).containsExactly("0");
  }

  @Test
  void sessionsThatAreOpenGoOn() throws SQLException {
    try (Connection open = lab.server.connect(LOGIN, PASSWORD, HOME);
        Statement statement = open.createStatement()) {
      statement.execute("INSERT INTO orders VALUES (1)");
      takeTurns(group());
      statement.execute("INSERT INTO orders VALUES (2)");
      statement.execute("CREATE TABLE later ()");
    }
    assertThat(as(LOGIN, "SELECT count(*)::text FROM orders")).containsExactly("2");
    as(LOGIN, "DROP TABLE later");
  }

  @Test
  void theNextLoginDoesAllThatTheFirstOneDidAndTheFirstOneOwnsNothing() {
    takeTurns(group());
    converge(lab.users(), turn("ho_app_2"));
    as("ho_app_2", "DROP TABLE orders", "DROP SCHEMA stock CASCADE");
    assertThat(Lab.remove(lab.users(), turn(LOGIN), DropMode.DROP).failure()).isEmpty();
    assertThat(lab.users().names()).doesNotContain(LOGIN);
  }

  @Test
  void itIsOneHarmlessChangeThatNamesBoth() {
    Plan plan = roles().plan(group().inPlaceOf(turn(LOGIN)));
    assertThat(plan.changes()).hasSize(1);
    assertThat(plan.changes().getFirst().summary()).contains(LOGIN, GROUP);
    assertThat(plan.changes().getFirst().risk()).isEqualTo(Risk.SAFE);
    assertThat(plan.changes().getFirst().cause()).isEqualTo(Cause.DIFFERS);
  }

  @Test
  void withoutThePasswordNothingIsChanged() {
    String before = roleOids();
    Plan plan = roles().plan(group().inPlaceOf(user(LOGIN, Map.of()).group(GROUP).build()));
    assertThat(roles().apply(plan, Lab.all(plan)).failure()).isPresent();
    assertThat(roleOids()).isEqualTo(before);
  }

  @Test
  void aLoginThatBecameSomebodyElsesMeanwhileIsLeftAlone() {
    Plan plan = roles().plan(group().inPlaceOf(turn(LOGIN)));
    lab.server.execute(
        "postgres", "COMMENT ON ROLE ho_app IS '[dbops:1 cluster-1/default team-b/other uid-b]'");
    String before = roleOids();
    EngineException refused = roles().apply(plan, Lab.all(plan)).failure().orElseThrow();
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(roleOids()).isEqualTo(before);
  }

  @Test
  void aRoleOfThatNameThatIsNotOursIsNotUsed() {
    lab.server.execute("postgres", "CREATE ROLE " + GROUP);
    String before = roleOids();
    assertThat(failure(() -> roles().plan(group().inPlaceOf(turn(LOGIN)))).kind())
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(roleOids()).isEqualTo(before);
  }

  @Test
  void membershipsOfTheManifestAreTheGroupsAndEndWithTheManifest() {
    lab.server.execute(
        "postgres", "CREATE ROLE ho_readers", "GRANT ho_readers TO dbops_admin WITH ADMIN OPTION");
    Map<String, ?> member = Map.of("inRoles", List.of("ho_readers"));
    Plan single = converge(lab.users(), withPassword(LOGIN, member));
    assertThat(single.claims()).isNotEmpty();
    RoleSpec.Builder group =
        RoleSpec.builder(GROUP, owner(LOGIN)).issued(Set.copyOf(single.claims())).group(List.of());
    takeTurns(group.section(section(member)).build());
    assertThat(RoleHand.rolesOf(lab.server, GROUP)).containsExactly("ho_readers");
    assertThat(RoleHand.rolesOf(lab.server, LOGIN)).containsExactly(GROUP);
    converge(roles(), group.section(section(Map.of())).build());
    assertThat(RoleHand.rolesOf(lab.server, GROUP)).isEmpty();
  }

  @Test
  void aDatabaseThatNamesTheLoginMeansTheGroupBeforeAndAfterTheLoginGoes() {
    Map<String, ?> block =
        Map.of(
            "schemas",
            List.of(Map.of("name", "stock", "owner", LOGIN)),
            "defaultPrivileges",
            List.of(
                Map.of(
                    "role",
                    LOGIN,
                    "schema",
                    "stock",
                    "objectType",
                    "tables",
                    "privileges",
                    List.of("SELECT"))));
    DatabaseSpec spec =
        database(HOME, block).databaseOwner(LOGIN).groups(Map.of(LOGIN, GROUP)).build();
    converge(lab.databases(), spec);
    takeTurns(group());
    assertThat(Lab.paths(lab.databases().plan(spec))).isEmpty();
    assertThat(Lab.remove(lab.users(), turn(LOGIN), DropMode.DROP).failure()).isEmpty();
    assertThat(Lab.paths(lab.databases().plan(spec))).isEmpty();
  }

  @Test
  void fromDayOneADatabaseOfALoginThatTakesTurnsIsTheGroups() {
    clean();
    DatabaseSpec spec = home().databaseOwner(LOGIN).groups(Map.of(LOGIN, GROUP)).build();
    assertThat(failure(() -> lab.databases().plan(spec)).kind()).isEqualTo(ErrorKind.NOT_FOUND);
    converge(roles(), group());
    converge(lab.users(), turn(LOGIN));
    converge(lab.databases(), spec);
    as(LOGIN, "CREATE SCHEMA made", "CREATE TABLE made.one ()");
    converge(lab.users(), turn("ho_app_2"));
    as("ho_app_2", "DROP SCHEMA made CASCADE");
  }

  @Test
  void aDatabaseIsDroppedThoughTheLoginIsGoneThroughWhichWeReachedItsOwner() {
    clean();
    converge(roles(), group());
    converge(lab.users(), turn(LOGIN));
    lab.server.execute("postgres", "REVOKE " + GROUP + " FROM dbops_admin GRANTED BY dbops_admin");
    lab.server.execute("postgres", "GRANT " + LOGIN + " TO dbops_admin");
    converge(lab.databases(), home().databaseOwner(GROUP).build());
    assertThat(Lab.remove(lab.users(), turn(LOGIN), DropMode.DROP).failure()).isEmpty();
    Applied dropped =
        Lab.remove(lab.databases(), home().databaseOwner(GROUP).build(), DropMode.DROP);
    assertThat(dropped.failure()).isEmpty();
    assertThat(lab.databases().names()).doesNotContain(HOME);
  }

  private void takeTurns(RoleSpec group) {
    Plan plan = roles().plan(group.inPlaceOf(turn(LOGIN)));
    assertThat(roles().apply(plan, Lab.all(plan)).failure()).isEmpty();
    assertThat(lab.server.letsIn(LOGIN, PASSWORD)).isTrue();
  }

  private static RoleSpec group() {
    return RoleSpec.builder(GROUP, owner(LOGIN))
        .section(Section.empty("spec.postgres"))
        .group(List.of())
        .build();
  }

  private static UserSpec turn(String name) {
    return UserSpec.builder(name, owner(LOGIN))
        .section(Section.empty("spec.postgres"))
        .password(SecretText.of(PASSWORD), true)
        .group(GROUP)
        .build();
  }

  private static DatabaseSpec.Builder home() {
    return database(HOME, Map.of());
  }

  private Roles roles() {
    return lab.session.capability(Roles.class).orElseThrow();
  }

  private String roleOids() {
    return String.join(
        " ",
        lab.server.ask(
            "postgres",
            "SELECT oid||rolname||rolcanlogin FROM pg_roles WHERE rolname LIKE '%ho_app' ORDER BY 1"));
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
