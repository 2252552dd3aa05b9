package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One look at an instance's server: can it be reached, and is it still the one that was pinned? A
 * moved address must never turn into hundreds of empty databases on somebody else's server.
 */
public final class Probe {
  private final Engines engines;
  private final EndpointFactory endpoints;
  private final PendingAdmin pending;
  private final Connections connections;
  private final Executor executor;

  @Inject
  public Probe(
      Engines engines,
      EndpointFactory endpoints,
      PendingAdmin pending,
      Connections connections,
      Executor executor) {
    this.engines = engines;
    this.endpoints = endpoints;
    this.pending = pending;
    this.connections = connections;
    this.executor = executor;
  }

  /**
   * @param info what the server said of itself; empty when it did not answer
   * @param validation of the instance's engine block
   */
  record Finding(ServerState state, Optional<ServerInfo> info, Validation validation) {}

  /** Never throws: what went wrong is the finding. */
  Finding look(CustomResource instance) {
    try {
      EngineName name = new EngineName(instance.spec().text("engine", ""));
      Optional<Engine> engine = engines.find(name);
      if (engine.isEmpty()) {
        return down(
            EngineException.at(ErrorKind.UNSUPPORTED, "spec.engine", engines.whyMissing(name)));
      }
      return look(instance, name, engine.get());
    } catch (IllegalArgumentException e) {
      return down(
          EngineException.at(ErrorKind.INVALID, "spec.engine", String.valueOf(e.getMessage())));
    } catch (EngineException e) {
      return down(e);
    }
  }

  private Finding look(CustomResource instance, EngineName name, Engine engine) {
    Section section =
        Section.of("spec." + engine.section(), instance.spec().object(engine.section()).values());
    Validation validation = engine.validate(Kind.INSTANCE, section);
    Optional<Validation.Problem> invalid =
        validation.problems().stream().filter(p -> p.kind() == ErrorKind.INVALID).findFirst();
    if (invalid.isPresent()) {
      return down(
          EngineException.at(ErrorKind.INVALID, invalid.get().path(), invalid.get().message()));
    }
    Endpoint endpoint = endpoints.endpoint(instance, name, engine.section());
    try {
      return look(instance, engine, endpoint, validation);
    } catch (EngineException e) {
      if (e.kind() != ErrorKind.AUTHENTICATION) {
        throw e;
      }
      Credentials next = pending.lend(instance).orElseThrow(() -> e);
      return look(instance, engine, as(next, endpoint), validation);
    }
  }

  private static Endpoint as(Credentials login, Endpoint endpoint) {
    Endpoint.Builder same =
        Endpoint.builder(endpoint.engine(), endpoint.host(), endpoint.port(), login)
            .database(endpoint.database())
            .tls(endpoint.tls())
            .options(endpoint.options());
    endpoint.home().ifPresent(same::home);
    return same.build();
  }

  private Finding look(
      CustomResource instance, Engine engine, Endpoint endpoint, Validation validation) {
    Session session = connections.session(instance.key(), engine, endpoint);
    ServerInfo info = within(timeout(instance), session);
    ServerState state =
        changed(instance, info)
            .<ServerState>map(ServerState.Down::new)
            .orElseGet(() -> new ServerState.Available(engine, endpoint, session, info));
    return new Finding(state, Optional.of(info), validation);
  }

  private ServerInfo within(Duration timeout, Session session) {
    CompletableFuture<ServerInfo> answer = CompletableFuture.supplyAsync(session::info, executor);
    try {
      return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof EngineException known) {
        throw known;
      }
      throw EngineException.at(
              ErrorKind.TIMEOUT,
              "spec.connection.host",
              "the server did not answer within %d s".formatted(timeout.toSeconds()))
          .causedBy(e);
    }
  }

  private static Duration timeout(CustomResource instance) {
    return Duration.ofSeconds(
        Math.max(1, instance.spec().object("healthCheck").number("timeoutSeconds", 5)));
  }

  private static Optional<Failure> changed(CustomResource instance, ServerInfo info) {
    if (info.readOnly()) {
      return Optional.of(
          serverChanged(
              "the server at spec.connection is a read-only standby; point spec.connection.host at"
                  + " the primary"));
    }
    Fields status = instance.status();
    Optional<String> pinned = status.text("serverIdentity");
    if (pinned.isEmpty() || pinned.equals(info.identity())) {
      return Optional.empty();
    }
    String found = info.identity().orElse(Keys.ACCEPT_SERVER_NONE_AFTER + pinned.get());
    if (instance.metadata().annotation(Keys.ACCEPT_SERVER).filter(found::equals).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        serverChanged(
            "another server answers at spec.connection: its identity is %s, this instance was %s. Nothing is done there. If it is meant to be this instance from now on, annotate it with %s=%s"
                .formatted(found, pinned.get(), Keys.ACCEPT_SERVER, found)));
  }

  private static Failure serverChanged(String message) {
    return new Failure(
        Reasons.SERVER_CHANGED, message, new Failure.Retry.After(Duration.ofSeconds(30)), false);
  }

  private static Finding down(EngineException e) {
    return new Finding(new ServerState.Down(Failure.of(e)), Optional.empty(), Validation.ok());
  }
}
