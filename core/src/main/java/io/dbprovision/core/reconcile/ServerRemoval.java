package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.instance.DeletionBrake;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.MadeOn;
import io.dbprovision.core.status.Reasons;
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
  private final DropPreparation<D> preparation;

  ServerRemoval(ManagedKind<D> kind, Engineering tools) {
    this.kind = kind;
    this.tools = tools;
    this.preparation = new DropPreparation<>(kind, tools);
  }

  Removal remove(CustomResource resource, DropMode mode, Going going) throws InterruptedException {
    Optional<String> nothingLeft = kind.nothingLeft(resource);
    if (nothingLeft.isPresent()) {
      return Removal.Done.kept(mode, "has nothing to lose: " + nothingLeft.get());
    }
    Optional<CustomResource> instance = tools.homes().instance(resource);
    boolean unwitnessed = kind.witnessed(resource).isEmpty();
    if (unwitnessed && instance.flatMap(SameServer::identity).isEmpty()) {
      return Removal.Done.kept(mode, "was never on the server");
    }
    if (instance.isEmpty()) {
      if (going.swept()) {
        return Removal.Done.leftBehind("stays on its server: the instance that led there is gone");
      }
      throw unavailable("its instance does not exist");
    }
    CustomResource housed = tools.homes().housed(resource);
    Optional<String> refusal = tools.targets().refusal(housed, instance.get());
    if (refusal.isPresent()) {
      return unwitnessed
          ? Removal.Done.kept(mode, "is not looked for: " + refusal.get())
          : Removal.Done.leftBehind("stays where it was made: " + refusal.get());
    }
    if (elsewhere(housed, instance.get(), SameServer.identity(instance.get()))) {
      return leftElsewhere(housed, instance.get());
    }
    return switch (tools.servers().state(instance.get().key())) {
      case ServerState.Unknown unknown ->
          new Removal.Later(
              SOON, "it waits until %s has been looked at".formatted(instance.get().key()));
      case ServerState.Down down -> {
        if (mode == DropMode.RETAIN || unreachableForGood(instance.get(), down)) {
          yield Removal.Done.kept(
              DropMode.RETAIN, "stays on the server, which cannot be reached any more");
        }
        throw unavailable(down.failure().text());
      }
      case ServerState.Available server ->
          elsewhere(housed, instance.get(), server.info().identity())
              ? leftElsewhere(housed, instance.get())
              : remove(resource, instance.get(), server, mode, going);
    };
  }

  private static boolean elsewhere(
      CustomResource housed, CustomResource instance, Optional<String> identity) {
    return MadeOn.standing(housed, instance, identity) == MadeOn.Standing.ELSEWHERE;
  }

  /** Its reference was changed: on the server that it names now nothing is its own. */
  private static Removal leftElsewhere(CustomResource housed, CustomResource instance) {
    return Removal.Done.leftBehind(
        "stays where it was made, on %s: %s, which the manifest names now, is another server"
            .formatted(MadeOn.place(housed), instance.key()));
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
      Going going)
      throws InterruptedException {
    Request request =
        new Request(
            resource,
            instance,
            server,
            tools.owners().of(resource),
            tools.owners().forRemoval(resource, kind, instance, server));
    DropMode mode = wanted;
    if (mode == DropMode.DROP) {
      StatusDraft draft = tools.draft(resource);
      Optional<Failure> obstacle = kind.obstacle(request, draft);
      if (obstacle.isPresent()) {
        if (!going.swept()) {
          return new Removal.Hindered(draft, obstacle.get());
        }
        Optional<CustomResource> before = goesFirst(resource, instance);
        if (before.isPresent()) {
          return new Removal.Later(
              SOON,
              "it still owns something on the server, and waits for %s, which goes, too"
                  .formatted(before.get().key()));
        }
        // what stays on purpose, such as a protected database, keeps what it depends on
        mode = DropMode.RETAIN;
      }
    }
    if (mode != DropMode.RETAIN) {
      Optional<Removal> braked = braked(request, going);
      if (braked.isPresent()) {
        preparation.over(request, mode);
        return braked.get();
      }
      Optional<Removal> first = preparation.advance(request, mode);
      if (first.isPresent()) {
        return first.get();
      }
    }
    DropMode decided = mode;
    Fate fate =
        tools.locked(
            instance,
            kind,
            resource,
            () -> drop(kind.managed(request), kind.removed(request), decided, going));
    preparation.over(request, mode);
    if (mode == DropMode.RETAIN) {
      return Removal.Done.kept(mode, "stays on the server");
    }
    if (fate != Fate.REMOVED && kind.givesMany()) {
      return Removal.Done.kept(mode, "had nothing that this object alone gave");
    }
    return switch (fate) {
      case REMOVED -> new Removal.Done(mode, Removal.Fate.REMOVED, kind.wording().after());
      case NOT_OURS -> Removal.Done.kept(mode, "is not ours, and stays on the server");
      case PART_LEFT ->
          Removal.Done.leftBehind("is gone, but something that was made along with it is in use");
      case GONE -> Removal.Done.kept(mode, "was not on the server (any more)");
    };
  }

  /** Asked of what would be dropped, unless the user agreed to exactly that already. */
  private Optional<Removal> braked(Request request, Going going) {
    CustomResource resource = request.resource();
    boolean withInstance =
        going == Going.WITH_NAMESPACE && tools.cascade().namespaceGoes(request.instance());
    if (kind.givesMany() || going == Going.IN_CASCADE || withInstance) {
      return Optional.empty();
    }
    return switch (tools
        .deletions()
        .judge(resource, kind, request.instance(), request.server().info().identity())) {
      case DeletionBrake.Verdict.Drop drop -> Optional.empty();
      case DeletionBrake.Verdict.Wait wait ->
          Optional.of(new Removal.Later(wait.delay(), ManagedDeletion.GOING));
      case DeletionBrake.Verdict.Hold hold when going == Going.WITH_NAMESPACE ->
          Optional.of(
              Removal.Done.leftBehind(
                  "stays on the server, its namespace goes and cannot wait: " + hold.why()));
      case DeletionBrake.Verdict.Hold hold ->
          Optional.of(
              new Removal.Hindered(
                  tools.draft(resource),
                  new Failure(
                      Reasons.MASS_DELETION, hold.why(), new Failure.Retry.WhenChanged(), false)));
    };
  }

  /** What was found on the server, and done about it. */
  private enum Fate {
    REMOVED,
    NOT_OURS,
    /** It is gone, and what was made along with it cannot go. */
    PART_LEFT,
    GONE
  }

  /**
   * A database that is on its way out with this one and may be, or hold, what it owns. Logins and
   * roles take nothing along that another one owns: they would wait for each other for ever. What
   * is deleted elsewhere may stay for any time, and must not hold a namespace.
   */
  private Optional<CustomResource> goesFirst(CustomResource resource, CustomResource instance) {
    boolean namespaceGoes = tools.cascade().namespaceGoes(resource);
    return tools
        .resources()
        .byIndex(CustomKind.DATABASE, Indexes.INSTANCE, instance.key().path())
        .stream()
        .filter(
            database ->
                namespaceGoes
                    ? database.namespace().equals(resource.namespace())
                    // a cascade asks for one deletion after the other
                    : database.deleting() || instance.deleting())
        .findFirst();
  }

  private static <D extends Desired> Fate drop(
      Managed<D> managed, D desired, DropMode mode, Going going) {
    Plan plan = managed.removal(desired, mode);
    if (plan.isEmpty()) {
      return plan.exists() ? Fate.NOT_OURS : Fate.GONE;
    }
    Applied applied =
        managed.apply(
            plan,
            plan.changes().stream()
                .map(Change::id)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    Optional<EngineException> failure = applied.failure();
    if (failure.isEmpty()) {
      return Fate.REMOVED;
    }
    if (going.swept() && !plan.exists()) {
      return Fate.PART_LEFT; // its namespace cannot wait for what is not even its own
    }
    throw failure.get();
  }

  private static EngineException unavailable(String why) {
    return EngineException.of(
        ErrorKind.UNREACHABLE,
        "the server object cannot be removed now: %s. To delete this object and leave the server object behind, annotate it with %s=true"
            .formatted(why, Keys.FORCE_DELETE));
  }
}
