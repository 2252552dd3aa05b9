package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes what an object stands for off its server, or leaves it there, as was decided. */
final class ServerRemoval<D extends Desired> {
  private static final Duration SOON = Duration.ofSeconds(2);

  private final ManagedKind<D> kind;
  private final Engineering tools;

  ServerRemoval(ManagedKind<D> kind, Engineering tools) {
    this.kind = kind;
    this.tools = tools;
  }

  /**
   * @param swept the object goes together with its namespace or its instance
   */
  Removal remove(CustomResource resource, DropMode mode, boolean swept)
      throws InterruptedException {
    Optional<String> nothingLeft = kind.nothingLeft(resource);
    if (nothingLeft.isPresent()) {
      return Removal.Done.kept(mode, "has nothing to lose: " + nothingLeft.get());
    }
    Optional<CustomResource> instance = tools.homes().instance(resource);
    boolean neverThere =
        kind.witnessed(resource).isEmpty()
            && instance.flatMap(i -> i.status().text("serverIdentity")).isEmpty();
    if (neverThere) {
      return Removal.Done.kept(mode, "was never on the server");
    }
    if (instance.isEmpty()) {
      throw unavailable("its instance does not exist");
    }
    return switch (tools.servers().state(instance.get().key())) {
      case ServerState.Unknown unknown -> new Removal.Later(SOON);
      case ServerState.Down down -> {
        if (mode == DropMode.RETAIN || unreachableForGood(instance.get(), down)) {
          yield Removal.Done.kept(
              DropMode.RETAIN, "stays on the server, which cannot be reached any more");
        }
        throw unavailable(down.failure().text());
      }
      case ServerState.Available server -> remove(resource, instance.get(), server, mode, swept);
    };
  }

  /** The login went first, and in its namespace nothing can be made any more. */
  private boolean unreachableForGood(CustomResource instance, ServerState.Down down) {
    return down.failure().waiting() && tools.cascade().namespaceGoes(instance);
  }

  private Removal remove(
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server,
      DropMode wanted,
      boolean swept)
      throws InterruptedException {
    Request request =
        new Request(
            resource,
            instance,
            server,
            tools.owners().of(resource),
            tools.owners().forRemoval(resource, kind));
    DropMode mode = wanted;
    if (mode == DropMode.DROP) {
      StatusDraft draft = tools.draft(resource);
      Optional<Failure> obstacle = kind.obstacle(request, draft);
      if (obstacle.isPresent()) {
        if (!swept) {
          return new Removal.Hindered(draft, obstacle.get());
        }
        if (othersGo(instance)) {
          return new Removal.Later(SOON);
        }
        // what stays on purpose, such as a protected database, keeps what it depends on
        mode = DropMode.RETAIN;
      }
    }
    DropMode decided = mode;
    tools.locked(
        instance,
        kind,
        resource,
        () -> drop(kind.managed(request), kind.removed(request), decided));
    return mode == DropMode.RETAIN
        ? Removal.Done.kept(mode, "stays on the server")
        : new Removal.Done(mode, true, kind.wording().after());
  }

  /** Objects of other kinds on that instance are on their way out and may be the obstacle. */
  private boolean othersGo(CustomResource instance) {
    return Dependents.HOUSED.stream()
        .filter(other -> !other.equals(kind.kind()))
        .flatMap(
            other ->
                tools.resources().byIndex(other, Indexes.INSTANCE, instance.key().path()).stream())
        .anyMatch(CustomResource::deleting);
  }

  private static <D extends Desired> boolean drop(Managed<D> managed, D desired, DropMode mode) {
    Plan plan = managed.removal(desired, mode);
    if (plan.isEmpty()) {
      return false;
    }
    Applied applied =
        managed.apply(
            plan,
            plan.changes().stream()
                .map(Change::id)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    applied
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return true;
  }

  private static EngineException unavailable(String why) {
    return EngineException.of(
        ErrorKind.UNREACHABLE,
        "the server object cannot be removed now: %s. To delete this object and leave the server object behind, annotate it with %s=true"
            .formatted(why, Keys.FORCE_DELETE));
  }
}
