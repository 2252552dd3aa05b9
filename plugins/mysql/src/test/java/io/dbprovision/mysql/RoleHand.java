package io.dbprovision.mysql;

import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.testkit.ServerHand;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** The server's roles, as root would reach them with a client. */
record RoleHand(TestServer server) implements ServerHand {
  @Override
  public void create(String name) {
    server.execute("CREATE ROLE " + name, "GRANT SELECT ON tckshared.* TO " + name);
  }

  @Override
  public boolean exists(String name) {
    return !describe(name).isEmpty();
  }

  @Override
  public String describe(String name) {
    return server
            .ask("SELECT User FROM mysql.user WHERE User = " + TestServer.literal(name))
            .isEmpty()
        ? ""
        : String.join("; ", server.ask("SHOW GRANTS FOR " + TestServer.identifier(name)));
  }

  @Override
  public void spoil(String name) {
    server.execute("REVOKE PROCESS ON *.* FROM " + name);
  }

  @Override
  public void drop(String name) {
    new UserHand(server).drop(name);
  }

  Set<String> rolesOf(String member) {
    return Set.copyOf(
        server.ask(
            server.product() == Product.MARIADB
                ? "SELECT Role FROM mysql.roles_mapping WHERE User = '" + member + "'"
                : "SELECT FROM_USER FROM mysql.role_edges WHERE TO_USER = '" + member + "'"));
  }

  /** On MariaDB only who made a role may give it, not even root. */
  void join(String member, String role) {
    String admin = server.admin().username();
    try (Connection connection = server.connect(admin, server.admin().password().reveal(), "");
        Statement statement = connection.createStatement()) {
      statement.execute("GRANT " + role + " TO " + member);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes one by the engine. */
  static String made(Session session, String name, Owner owner) {
    Roles roles = session.capability(Roles.class).orElseThrow();
    Plan plan = roles.plan(RoleSpec.builder(name, owner).build());
    roles
        .apply(plan, Lab.all(plan))
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return name;
  }
}
