package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.all;
import static io.dbprovision.mysql.Lab.converge;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two tenants whose databases have the same name in turn. */
@ParameterizedClass
@EnumSource
class LeftoversTest {
  private static final String PASSWORD = "Left-over-4711";

  private final Product product;
  private final Lab lab;
  private final String id = Long.toString(System.nanoTime(), 36);
  private final String name = "shop_" + id;
  private final String like = "shopx" + id;
  private final String login = "app" + id;

  LeftoversTest(Product product) {
    this.product = product;
    lab = Lab.on(product);
  }

  @BeforeEach
  void giveTheFirstTenantsLoginAllThatThereIs() {
    converge(lab.databases(), database("team-a"));
    lab.server.execute(
        "CREATE USER " + login + "@'%' IDENTIFIED BY '" + PASSWORD + "'",
        "CREATE ROLE r" + id,
        "CREATE DATABASE " + like,
        "CREATE TABLE " + like + ".t (id INT)",
        "GRANT SELECT ON " + like + ".* TO " + login,
        "CREATE TABLE " + name + ".t (id INT, other INT)",
        "CREATE PROCEDURE " + name + ".p() SELECT 1",
        "GRANT ALL ON " + escaped() + ".* TO " + login + " WITH GRANT OPTION",
        "GRANT SELECT, DELETE ON " + name + ".t TO " + login + " WITH GRANT OPTION",
        "GRANT UPDATE (id), INSERT (other) ON " + name + ".t TO " + login,
        "GRANT EXECUTE ON PROCEDURE " + name + ".p TO " + login,
        "GRANT SELECT ON " + escaped() + ".* TO r" + id);
    if (product == Product.MARIADB) { // what the operator's login cannot take
      lab.server.execute("REVOKE DELETE HISTORY ON " + escaped() + ".* FROM " + login);
    }
  }

  private String escaped() {
    return TestServer.identifier(name.replace("_", "\\_"));
  }

  @AfterEach
  void close() {
    lab.server.execute(
        "DROP DATABASE IF EXISTS " + name, "DROP DATABASE " + like, "DROP ROLE r" + id);
    new UserHand(lab.server).drop(login);
    lab.close();
  }

  private DatabaseSpec database(String tenant) {
    Owner owner = new Owner("cluster-1", "default", tenant, name, "uid-of-" + tenant);
    return DatabaseSpec.builder(name, owner).section(Lab.section(Map.of())).build();
  }

  private List<String> left() {
    String of = " WHERE Db IN ('" + name + "', '" + name.replace("_", "\\\\_") + "')";
    return lab.server.ask(
        "SELECT User FROM mysql.db"
            + of
            + " UNION ALL SELECT User FROM mysql.tables_priv"
            + of
            + " UNION ALL SELECT User FROM mysql.columns_priv"
            + of
            + " UNION ALL SELECT User FROM mysql.procs_priv"
            + of);
  }

  private boolean does(String statement) {
    try (Connection client = lab.server.connect(login, PASSWORD, "")) {
      return does(client, statement);
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean does(Connection client, String statement) {
    try (var running = client.createStatement()) {
      running.execute(statement);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private void secondTenantMakesItsOwn() {
    converge(lab.databases(), database("team-b"));
    lab.server.execute(
        "CREATE TABLE " + name + ".t (id INT, other INT)",
        "CREATE PROCEDURE " + name + ".p() SELECT 1");
  }

  @Test
  void whoHadTheFormerDatabaseHasNothingInTheNextOfItsName() {
    assertThat(does("SELECT * FROM " + name + ".t")).isTrue();
    assertThat(Lab.remove(lab.databases(), database("team-a"), DropMode.DROP).failure()).isEmpty();
    assertThat(left()).isEmpty();

    secondTenantMakesItsOwn();
    for (String statement :
        List.of("SELECT * FROM ", "SELECT id FROM ", "DELETE FROM ", "DROP TABLE ")) {
      assertThat(does(statement + name + ".t")).as(statement).isFalse();
    }
    assertThat(does("CALL " + name + ".p()")).isFalse();
    assertThat(does("USE " + name)).isFalse();
    assertThat(does("SELECT * FROM " + like + ".t")).as("its neighbour's stay").isTrue();
  }

  @Test
  void whatADatabaseThatWasDroppedByHandLeftBehindGoesBeforeTheNext() throws SQLException {
    try (Connection client = lab.server.connect(login, PASSWORD, name)) {
      assertThat(does(client, "SELECT * FROM t")).isTrue();
      lab.server.execute("DROP DATABASE " + name);
      assertThat(left()).isNotEmpty();
      secondTenantMakesItsOwn();
      assertThat(left()).isEmpty();
      assertThat(does(client, "SELECT * FROM " + name + ".t"))
          .as("a session that was in it")
          .isFalse();
    }
    assertThat(does("SELECT * FROM " + name + ".t")).isFalse();
  }

  @Test
  void whatTheOperatorsLoginMayNotTakeKeepsTheNameFromEverybody() {
    lab.server.execute(
        "DROP DATABASE " + name,
        product == Product.MARIADB
            ? "GRANT DELETE HISTORY ON " + escaped() + ".* TO " + login
            : "GRANT SYSTEM_USER ON *.* TO " + login);
    refused(login);
    lab.server.execute(
        product == Product.MARIADB
            ? "REVOKE DELETE HISTORY ON " + escaped() + ".* FROM " + login
            : "REVOKE SYSTEM_USER ON *.* FROM " + login);
    secondTenantMakesItsOwn();
    assertThat(does("SELECT * FROM " + name + ".t")).isFalse();
  }

  @Test
  void aPatternThatIsTheNameItselfIsLeftAloneWhileItReachesAnotherDatabase() {
    lab.server.execute("DROP DATABASE " + name, "GRANT SELECT ON " + name + ".* TO " + login);
    refused(login);
    assertThat(does("SELECT * FROM " + like + ".t")).isTrue();
    lab.server.execute("REVOKE SELECT ON " + name + ".* FROM " + login);
    secondTenantMakesItsOwn();
  }

  private void refused(String who) {
    Plan plan = lab.databases().plan(database("team-b"));
    EngineException refused = lab.databases().apply(plan, all(plan)).failure().orElseThrow();
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused.path()).contains("spec.name");
    assertThat(refused).hasMessageContaining(who).hasMessageContaining("REVOKE");
    assertThat(new DatabaseHand(lab.server).exists(name)).isFalse();
  }
}
