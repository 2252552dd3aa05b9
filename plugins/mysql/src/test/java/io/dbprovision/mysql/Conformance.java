package io.dbprovision.mysql;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.testkit.DatabasesContract;
import io.dbprovision.spi.testkit.EngineContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.GrantHand;
import io.dbprovision.spi.testkit.GrantsContract;
import io.dbprovision.spi.testkit.InitScriptsContract;
import io.dbprovision.spi.testkit.MembershipContract;
import io.dbprovision.spi.testkit.OwnedObjectsContract;
import io.dbprovision.spi.testkit.RolesContract;
import io.dbprovision.spi.testkit.ServerHand;
import io.dbprovision.spi.testkit.UsersContract;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The suites that every engine runs, on one server. */
abstract class Conformance {
  private final Release release;

  Conformance(Release release) {
    this.release = release;
  }

  final TestServer server() {
    return Servers.plain(release);
  }

  final EngineUnderTest underTest() {
    return new EngineUnderTest() {
      @Override
      public Engine engine() {
        return new MySqlEngine();
      }

      @Override
      public Endpoint endpoint() {
        return Lab.endpoint(server(), server().admin())
            .options(
                Lab.section(Map.of("allowedPrivileges", List.of("PROCESS"), "tls", "disabled")))
            .build();
      }
    };
  }

  @Nested
  class AsAnEngine extends EngineContract {
    @Override
    protected EngineUnderTest underTest() {
      return Conformance.this.underTest();
    }
  }

  @Nested
  class WithDatabases extends DatabasesContract {
    @Override
    protected EngineUnderTest underTest() {
      return Conformance.this.underTest();
    }

    @Override
    protected ServerHand server() {
      return new DatabaseHand(Conformance.this.server());
    }

    @Override
    protected DatabaseSpec changed(String name, Owner owner) {
      return DatabaseSpec.builder(name, owner)
          .section(Section.of("spec.mysql", Map.of("collation", "utf8mb4_bin")))
          .comment("changed")
          .build();
    }

    @Override
    protected Optional<AutoCloseable> connect(String database) {
      Credentials admin = Conformance.this.server().admin();
      try {
        return Optional.of(
            Conformance.this
                .server()
                .connect(admin.username(), admin.password().reveal(), database));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Nested
  class WithInitScripts extends InitScriptsContract {
    @Override
    protected EngineUnderTest underTest() {
      return Conformance.this.underTest();
    }

    @Override
    protected ServerHand server() {
      return new DatabaseHand(Conformance.this.server());
    }

    @Override
    protected void prepare(String database) {
      Conformance.this
          .server()
          .execute("CREATE TABLE " + database + ".marks (mark VARCHAR(50) PRIMARY KEY)");
    }

    @Override
    protected String marking(String mark) {
      return "INSERT INTO marks VALUES ('" + mark + "')";
    }

    @Override
    protected boolean marked(String database, String mark) {
      List<String> marks =
          Conformance.this
              .server()
              .ask(
                  "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_NAME = 'marks'"
                      + " AND TABLE_SCHEMA = '"
                      + database
                      + "'");
      return !marks.isEmpty()
          && Conformance.this
              .server()
              .ask("SELECT mark FROM " + database + ".marks")
              .contains(mark);
    }

    @Override
    protected String failing(String text) {
      return "INSERT INTO no_such_table VALUES ('" + text + "')";
    }

    @Override
    protected String reachingBeyond(String name) {
      return "DELETE FROM mysql.db WHERE Db = '" + name + "'";
    }
  }

  @Nested
  class WithOwnedObjects extends OwnedObjectsContract {
    @Override
    protected EngineUnderTest underTest() {
      return Conformance.this.underTest();
    }

    @Override
    protected ServerHand server() {
      return new UserHand(Conformance.this.server());
    }

    @Override
    protected AutoCloseable own(String login, String name) {
      TestServer server = Conformance.this.server();
      server.execute(
          "CREATE DATABASE " + name,
          "CREATE DEFINER = " + login + "@'%' VIEW " + name + "." + name + " AS SELECT 1");
      return () -> server.execute("DROP DATABASE " + name);
    }
  }

  @Nested
  class WithUsers extends UsersContract {
    @Override
    protected EngineUnderTest underTest() {
      return Conformance.this.underTest();
    }

    @Override
    protected ServerHand server() {
      return new UserHand(Conformance.this.server());
    }

    @Override
    protected UserSpec changed(String name, Owner owner) {
      return UserSpec.builder(name, owner)
          .password(PASSWORD, true)
          .section(Section.of("spec.mysql", Map.of("maxUserConnections", 11)))
          .comment("changed")
          .build();
    }

    @Override
    protected boolean login(String user, SecretText password) {
      return Conformance.this.server().letsIn(user, password.reveal());
    }
  }

  @Nested
  class WithMemberships extends MembershipContract {
    @Override
    protected EngineUnderTest underTest() {
      return Conformance.this.underTest();
    }

    @Override
    protected ServerHand server() {
      return new UserHand(Conformance.this.server());
    }

    @Override
    protected String role() {
      return RoleHand.made(session(), fresh(), SELF);
    }

    @Override
    protected Set<String> rolesOf(String login) {
      return new RoleHand(Conformance.this.server()).rolesOf(login);
    }

    @Override
    protected void join(String login, String role) {
      new RoleHand(Conformance.this.server()).join(login, role);
    }
  }

  @Nested
  class WithGrants extends GrantsContract {
    private final GrantHand hand = new MyGrantHand(Conformance.this.server());

    @Override
    protected EngineUnderTest underTest() {
      return Conformance.this.underTest();
    }

    @Override
    protected ServerHand server() {
      return new UserHand(Conformance.this.server());
    }

    @Override
    protected String role() {
      return RoleHand.made(session(), fresh(), SELF);
    }

    @Override
    protected GrantHand hand() {
      return hand;
    }
  }

  @Nested
  class WithRoles extends RolesContract {
    @Override
    protected EngineUnderTest underTest() {
      return Conformance.this.underTest();
    }

    @Override
    protected ServerHand server() {
      return new RoleHand(Conformance.this.server());
    }

    @Override
    protected RoleSpec changed(String name, Owner owner) {
      Map<String, Object> entry = Map.of("level", "global", "privileges", List.of("PROCESS"));
      return RoleSpec.builder(name, owner)
          .section(Section.of("spec.mysql", Map.of("grants", List.of(entry))))
          .comment("changed")
          .build();
    }

    @Override
    protected Section memberOf(List<String> roles) {
      return Section.of("spec.mysql", Map.of("roles", roles));
    }

    @Override
    protected Set<String> rolesOf(String role) {
      return new RoleHand(Conformance.this.server()).rolesOf(role);
    }

    @Override
    protected void join(String member, String role) {
      new RoleHand(Conformance.this.server()).join(member, role);
    }
  }
}
