package io.dbprovision.postgres;

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

/** The suites that every engine runs, on one PostgreSQL. */
abstract class Conformance {
  private final int major;

  Conformance(int major) {
    this.major = major;
  }

  private TestServer server() {
    return PostgresServers.plain(major);
  }

  private EngineUnderTest underTest() {
    return new EngineUnderTest() {
      @Override
      public Engine engine() {
        return new PostgresEngine();
      }

      @Override
      public Endpoint endpoint() {
        return Lab.endpoint(server(), server().admin()).build();
      }
    };
  }

  private static Section limited() {
    return Section.of("spec.postgres", Map.of("connectionLimit", 11));
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
      return DatabaseSpec.builder(name, owner).section(limited()).comment("changed").build();
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
    protected String marking(String mark) {
      return "CREATE TABLE public.\"" + mark + "\" ()";
    }

    @Override
    protected boolean marked(String database, String mark) {
      String table = "SELECT tablename FROM pg_tables WHERE tablename = '" + mark + "'";
      return !Conformance.this.server().ask(database, table).isEmpty();
    }

    @Override
    protected String failing(String text) {
      return "INSERT INTO no_such_table VALUES ('" + text + "')";
    }

    @Override
    protected String reachingBeyond(String name) {
      return "RESET ROLE; CREATE ROLE " + name;
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
      return new RoleHand(Conformance.this.server());
    }

    @Override
    protected AutoCloseable own(String login, String name) {
      TestServer server = Conformance.this.server();
      server.execute(
          "postgres", "CREATE TABLE " + name + " ()", "ALTER TABLE " + name + " OWNER TO " + login);
      return () -> server.execute("postgres", "DROP TABLE " + name);
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
      return new RoleHand(Conformance.this.server());
    }

    @Override
    protected Set<String> rolesOf(String login) {
      return RoleHand.rolesOf(Conformance.this.server(), login);
    }

    @Override
    protected void join(String login, String role) {
      Conformance.this
          .server()
          .execute("postgres", "SET ROLE dbops_admin; GRANT " + role + " TO " + login);
    }
  }

  @Nested
  class WithGrants extends GrantsContract {
    private final GrantHand hand = new PgGrantHand(Conformance.this.server());

    @Override
    protected EngineUnderTest underTest() {
      return Conformance.this.underTest();
    }

    @Override
    protected ServerHand server() {
      return new RoleHand(Conformance.this.server());
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
      return RoleSpec.builder(name, owner).section(limited()).comment("changed").build();
    }

    @Override
    protected Section memberOf(List<String> roles) {
      return Section.of("spec.postgres", Map.of("inRoles", roles));
    }

    @Override
    protected Set<String> rolesOf(String role) {
      return RoleHand.rolesOf(Conformance.this.server(), role);
    }

    @Override
    protected void join(String member, String role) {
      Conformance.this
          .server()
          .execute("postgres", "SET ROLE dbops_admin; GRANT " + role + " TO " + member);
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
      return new RoleHand(Conformance.this.server());
    }

    @Override
    protected UserSpec changed(String name, Owner owner) {
      return UserSpec.builder(name, owner)
          .password(PASSWORD, true)
          .section(limited())
          .comment("changed")
          .build();
    }

    @Override
    protected boolean login(String user, SecretText password) {
      return Conformance.this.server().letsIn(user, password.reveal());
    }
  }
}
