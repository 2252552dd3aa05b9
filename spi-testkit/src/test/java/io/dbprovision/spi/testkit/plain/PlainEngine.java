package io.dbprovision.spi.testkit.plain;

import io.dbprovision.spi.Capabilities;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import io.dbprovision.spi.testkit.EngineUnderTest;
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
    return new PlainSession(
        Capabilities.of(
            new PlainDatabases(endpoint, server),
            new PlainUsers(endpoint, server),
            new PlainGrants(endpoint, server)));
  }

  private record PlainSession(Capabilities capabilities) implements Session {
    @Override
    public ServerInfo info() {
      return ServerInfo.builder("1.0", "plain").build();
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
      return capabilities.find(type);
    }

    @Override
    public void close() {}
  }
}
