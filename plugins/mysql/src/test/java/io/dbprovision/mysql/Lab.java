package io.dbprovision.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.testkit.TestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** A session on a real server as the admin without SUPER, and short ways to say what to do. */
final class Lab implements AutoCloseable {
  /** As the servers are, most of the time. */
  static final Map<String, String> WITHOUT_TLS = Map.of("tls", "disabled");

  final TestServer server;
  final Session session;

  private Lab(TestServer server, Session session) {
    this.server = server;
    this.session = session;
  }

  static Lab on(Product product) {
    return on(product, Map.of());
  }

  /**
   * @param options of the instance
   */
  static Lab on(Product product, Map<String, ?> options) {
    TestServer server = Servers.plain(product);
    Map<String, Object> all = new HashMap<>(WITHOUT_TLS);
    all.putAll(options);
    Endpoint endpoint = endpoint(server, server.admin()).options(section(all)).build();
    return new Lab(server, new MySqlEngine().open(endpoint, context()));
  }

  /** The server is a namespace's own, and those of {@link #owner} are its guests. */
  static Lab ofOthers(Product product, Map<String, ?> options) {
    TestServer server = Servers.plain(product);
    Map<String, Object> all = new HashMap<>(WITHOUT_TLS);
    all.putAll(options);
    Endpoint endpoint =
        endpoint(server, server.admin()).options(section(all)).home("team-z").build();
    return new Lab(server, new MySqlEngine().open(endpoint, context()));
  }

  /** As another admin than usual. */
  static Lab as(TestServer server, Credentials admin) {
    return new Lab(server, new MySqlEngine().open(endpoint(server, admin).build(), context()));
  }

  static Endpoint.Builder endpoint(TestServer server, Credentials login) {
    return Endpoint.builder(new EngineName("mysql"), server.host(), server.port(), login)
        .options(section(WITHOUT_TLS));
  }

  static Section section(Map<String, ?> values) {
    return Section.of("spec.mysql", values);
  }

  static EngineContext context() {
    return TestContext.standard();
  }

  Databases databases() {
    return session.capability(Databases.class).orElseThrow();
  }

  static Owner owner(String name) {
    return new Owner("cluster-1", "default", "team-a", name, "uid-of-" + name);
  }

  static DatabaseSpec.Builder database(String name, Map<String, ?> options) {
    return DatabaseSpec.builder(name, owner(name)).section(section(options));
  }

  static Set<ChangeId> all(Plan plan) {
    return plan.changes().stream().map(Change::id).collect(Collectors.toSet());
  }

  /** Applies the whole plan, which must work, and looks again: nothing may be left to do. */
  static <D extends Desired> Plan converge(Managed<D> managed, D desired) {
    Plan plan = managed.plan(desired);
    Applied applied = managed.apply(plan, all(plan));
    assertThat(applied.failure()).isEmpty();
    assertThat(applied.done()).hasSameSizeAs(plan.changes());
    assertThat(managed.plan(desired).changes()).extracting(Change::path).isEmpty();
    return plan;
  }

  static <D extends Desired> void apply(Managed<D> managed, D desired) {
    Plan plan = managed.plan(desired);
    assertThat(managed.apply(plan, all(plan)).failure()).isEmpty();
  }

  static <D extends Desired> Applied remove(Managed<D> managed, D desired, DropMode mode) {
    Plan plan = managed.removal(desired, mode);
    return managed.apply(plan, all(plan));
  }

  static List<String> paths(Plan plan) {
    return plan.changes().stream().map(Change::path).toList();
  }

  static EngineException failure(Runnable work) {
    return Objects.requireNonNull(
        catchThrowableOfType(EngineException.class, work::run), "nothing failed");
  }

  @Override
  public void close() {
    session.close();
  }
}
