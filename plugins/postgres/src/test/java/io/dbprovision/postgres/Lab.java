package io.dbprovision.postgres;

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
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** A session on a real server as the non-superuser admin, and short ways to say what to do. */
final class Lab implements AutoCloseable {
  static final String PASSWORD = "S3cret-of-the-tests";

  final TestServer server;
  final Session session;

  private Lab(TestServer server, Session session) {
    this.server = server;
    this.session = session;
  }

  static Lab on(int major) {
    return on(major, Map.of());
  }

  static Lab on(int major, Map<String, ?> options) {
    TestServer server = PostgresServers.plain(major);
    Endpoint endpoint = endpoint(server, server.admin()).options(section(options)).build();
    return new Lab(server, new PostgresEngine().open(endpoint, context()));
  }

  /** The server is a namespace's own, and those of {@link #owner} are its guests. */
  static Lab ofOthers(int major, Map<String, ?> options) {
    TestServer server = PostgresServers.plain(major);
    Endpoint endpoint =
        endpoint(server, server.admin()).options(section(options)).home("team-z").build();
    return new Lab(server, new PostgresEngine().open(endpoint, context()));
  }

  static Endpoint.Builder endpoint(TestServer server, Credentials login) {
    return Endpoint.builder(new EngineName("postgres"), server.host(), server.port(), login)
        .database("postgres");
  }

  static Section section(Map<String, ?> values) {
    return Section.of("spec.postgres", values);
  }

  static EngineContext context() {
    return new EngineContext() {
      @Override
      public InstantSource clock() {
        return InstantSource.system();
      }

      @Override
      public RandomGenerator random() {
        return new SecureRandom();
      }

      @Override
      public int maxConnections() {
        return 4;
      }

      @Override
      public Duration connectTimeout() {
        return Duration.ofSeconds(5);
      }

      @Override
      public Duration queryTimeout() {
        return Duration.ofSeconds(30);
      }
    };
  }

  Users users() {
    return session.capability(Users.class).orElseThrow();
  }

  Databases databases() {
    return session.capability(Databases.class).orElseThrow();
  }

  InitScripts scripts() {
    return session.capability(InitScripts.class).orElseThrow();
  }

  static Owner owner(String name) {
    return new Owner("cluster-1", "default", "team-a", name, "uid-of-" + name);
  }

  static UserSpec.Builder user(String name, Map<String, ?> options) {
    return UserSpec.builder(name, owner(name))
        .section(options.isEmpty() ? Section.empty("spec.postgres") : section(options));
  }

  static UserSpec withPassword(String name, Map<String, ?> options) {
    return user(name, options).password(SecretText.of(PASSWORD), true).build();
  }

  static DatabaseSpec.Builder database(String name, Map<String, ?> options) {
    return DatabaseSpec.builder(name, owner(name))
        .section(options.isEmpty() ? Section.empty("spec.postgres") : section(options));
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
    Plan again = managed.plan(desired);
    assertThat(again.changes()).extracting(Change::path).isEmpty();
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
