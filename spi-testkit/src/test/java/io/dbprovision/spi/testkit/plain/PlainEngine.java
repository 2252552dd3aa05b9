package io.dbprovision.spi.testkit.plain;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Users;
import io.dbprovision.spi.Validation;
import io.dbprovision.spi.testkit.EngineUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One server, which lives as long as the engine. */
final class PlainEngine implements Engine, EngineUnderTest {
  private static final EngineName NAME = new EngineName("plain");
  final PlainServer server = new PlainServer();

  @Override
  public Engine engine() {
    return this;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.builder(
            NAME, "plain.example", 1, new Credentials("admin", SecretText.of("admin-pw")))
        .home("team-a")
        .build();
  }

  @Override
  public Set<EngineName> names() {
    return Set.of(NAME);
  }

  @Override
  public String section() {
    return "plain";
  }

  @Override
  public Validation validate(Kind kind, Section section) {
    return Validation.ok();
  }

  @Override
  public Session open(Endpoint endpoint, EngineContext context) {
    PlainDatabases databases = new PlainDatabases(endpoint, server);
    PlainUsers users = new PlainUsers(endpoint, server);
    OwnershipRecord records =
        (kind, name) -> kind.equals(Kind.DATABASE) ? databases.ownerOf(name) : users.ownerOf(name);
    Discovery discovery =
        () -> {
          List<Discovery.Found> found = new ArrayList<>(databases.found(Kind.DATABASE));
          found.addAll(users.found(Kind.USER));
          return found;
        };
    return new PlainSession(
        Map.of(
            Databases.class,
            databases,
            Users.class,
            users,
            Grants.class,
            new PlainGrants(endpoint, server),
            OwnershipRecord.class,
            records,
            Discovery.class,
            discovery));
  }

  private record PlainSession(Map<Class<?>, Object> capabilities) implements Session {
    @Override
    public ServerInfo info() {
      return ServerInfo.builder("1.0", "plain").build();
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
      return Optional.ofNullable(capabilities.get(type)).map(type::cast);
    }

    @Override
    public void close() {}
  }
}
