package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Mentions;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The engine {@code memory}: databases, users, roles and grants in maps, with plans, drift,
 * ownership records and failures on demand. It passes the conformance suites, so a test that stands
 * on it stands on the contract.
 */
public final class InMemoryEngine implements Engine {
  public static final EngineName NAME = new EngineName("memory");

  private final ConcurrentMap<String, InMemoryServer> servers = new ConcurrentHashMap<>();

  /** Starts a server there, or gives the one that runs there already. */
  public InMemoryServer server(String host, int port, Credentials admin) {
    String address = host + ":" + port;
    return servers.computeIfAbsent(
        address, key -> new InMemoryServer("identity-of-" + address, admin));
  }

  /** A server with a ready endpoint's admin. */
  public InMemoryServer server(Endpoint endpoint) {
    return server(endpoint.host(), endpoint.port(), endpoint.credentials());
  }

  /** An endpoint for tests that do not care where the server is. */
  public static Endpoint endpoint(String host) {
    return Endpoint.builder(NAME, host, 5000, new Credentials("admin", SecretText.of("admin-pw")))
        .build();
  }

  @Override
  public Set<EngineName> names() {
    return Set.of(NAME);
  }

  @Override
  public String section() {
    return "memory";
  }

  @Override
  public String scheme() {
    return "memory";
  }

  @Override
  public Validation validate(Kind kind, Section section) {
    Optional<Class<? extends Record>> type = MemoryOptions.of(kind);
    if (type.isEmpty()) {
      return Validation.ok();
    }
    try {
      section.as(type.get());
      return Validation.ok();
    } catch (EngineException e) {
      return Validation.ok().with(section.path(), e);
    }
  }

  /** Beside the usual keys, which tests use as other engines do, entries are "on" databases. */
  @Override
  public Mentions mentions(Kind kind, Section section) {
    Mentions usual = Mentions.byUsualKeys(section);
    return Mentions.builder()
        .databases(usual.databases())
        .databases(Mentions.texts(section, "grants", "on"))
        .roles(usual.roles())
        .given(usual.given())
        .privileges(usual.privileges())
        .build();
  }

  @Override
  public Session open(Endpoint endpoint, EngineContext context) {
    InMemoryServer server = servers.get(endpoint.host() + ":" + endpoint.port());
    if (server == null) {
      throw EngineException.of(
          ErrorKind.UNREACHABLE, "nothing listens at " + endpoint.host() + ":" + endpoint.port());
    }
    endpoint.options().as(MemoryOptions.Instance.class);
    server.called(Operation.OPEN);
    if (!server.admits(endpoint.credentials())) {
      throw EngineException.of(
          ErrorKind.AUTHENTICATION, "login " + endpoint.credentials().username() + " was refused");
    }
    return new InMemorySession(server);
  }
}
