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
import io.dbprovision.spi.testkit.MembershipContract;
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

  private TestServer server() {
    return Servers.plain(release);
  }

  private EngineUnderTest underTest() {
    return new EngineUnderTest() {
      @Override
      public Engine engine() {
        return new MySqlEngine();
      }

      @Override
      public Endpoint endpoint() {
        return Lab.endpoint(server(), server().admin()).build();
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
