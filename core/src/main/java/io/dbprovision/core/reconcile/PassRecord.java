package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one pass puts on the server, as far as the status has to remember it: later removals go by
 * that. Used by one thread.
 */
final class PassRecord {
  private final ManagedKind<?> kind;
  private final Engineering tools;
  private final Request request;
  private final Set<ChangeId> beforehand = new HashSet<>();
  private final Set<ChangeId> given = new HashSet<>();
  private final Set<ChangeId> intended = new HashSet<>();
  private boolean sure;
  private boolean touched;

  PassRecord(ManagedKind<?> kind, Engineering tools, Request request) {
    this.kind = kind;
    this.tools = tools;
    this.request = request;
  }

  /** The first plan of the pass, before anything is done. */
  void planned(Plan first) {
    CustomResource resource = request.resource();
    sure = tools.ledger().opened(resource.key());
    if (!first.held().isEmpty()) {
      if (kind.recordHolds(resource)) {
        beforehand.addAll(Claims.heldBefore(resource));
      }
      if (sure) {
        beforehand.addAll(tools.claims().nobodys(resource, first.held()));
      }
    }
  }

  /**
   * From here on there may be something on the server that is not on record as given. When some of
   * it is given for the first time, the status says so beforehand: were it only in the manifest, a
   * kill and an edit that takes it out would leave it with nobody. A grant that passes on from one
   * grantee to another says nothing, because its record is still about the former one.
   *
   * @param progress says nothing more once this has written
   * @throws io.dbprovision.core.kube.KubeException when it could not be written; nothing may be
   *     applied then
   */
  void applying(Plan plan, Set<ChangeId> chosen, Progress.Watch progress) {
    CustomResource resource = request.resource();
    Set<ChangeId> anew =
        plan.changes().stream()
            .filter(change -> chosen.contains(change.id()))
            .flatMap(change -> change.claim().stream())
            .collect(Collectors.toCollection(HashSet::new));
    anew.removeAll(Claims.issued(resource));
    beforehand.removeAll(anew);
    if (kind.recordHolds(resource) && intended.addAll(anew)) {
      progress.close();
      StatusDraft draft = tools.draft(resource);
      if (!resource.status().has(Inputs.FIELD)) {
        Progress.creating(draft, Progress.MAKING);
      }
      soFar(draft);
      tools.interim(draft);
    }
    touched = true;
  }

  /**
   * What came of it.
   *
   * @param changes those that are in effect
   * @param failure of another one
   */
  void applied(Collection<Change> changes, Optional<EngineException> failure) {
    changes.forEach(change -> change.claim().ifPresent(given::add));
    // whatever it was, from now on it is there because we gave it
    beforehand.removeAll(given);
    if (failure.filter(PassRecord::leavesOpen).isEmpty()) {
      intended.clear(); // the server has it or refused it
    }
  }

  /** Whether the server may have done it all the same. */
  private static boolean leavesOpen(EngineException failure) {
    return failure.kind() == ErrorKind.UNREACHABLE || failure.kind() == ErrorKind.TIMEOUT;
  }

  /** The pass is over, however it went; what it did is yet to be written. */
  void over() {
    if (sure && !touched) {
      tools.ledger().closed(request.resource().key());
    }
  }

  /** The desired state is in effect: what we hold on the server from now on. */
  void converged(StatusDraft draft, Plan last) {
    Set<ChangeId> without =
        last.changes().stream()
            .filter(change -> change.cause() == Cause.AWAITED)
            .flatMap(change -> change.claim().stream())
            .collect(Collectors.toSet());
    beforehand.retainAll(last.claims());
    without.addAll(beforehand);
    Set<ChangeId> ours = new LinkedHashSet<>(last.claims());
    given.stream() // an engine may claim only what is on record
        .filter(id -> last.claims().stream().noneMatch(whole -> part(id, whole)))
        .forEach(ours::add);
    ours.removeAll(without);
    Claims.record(draft, ours, beforehand);
    Claims.intend(draft, Set.of());
  }

  /** {@code claim#part}: what comes to a claim that is on record is given anew each time. */
  private static boolean part(ChangeId id, ChangeId whole) {
    return id.value().startsWith(whole.value() + "#");
  }

  /** What may be in effect by now: the record grows by that, and loses nothing. */
  void soFar(StatusDraft draft) {
    CustomResource resource = request.resource();
    boolean holds = kind.recordHolds(resource);
    if (holds) {
      Set<ChangeId> open = new HashSet<>(Claims.intended(resource));
      open.addAll(intended);
      open.removeAll(given);
      Claims.intend(draft, open);
    }
    if (given.isEmpty() && beforehand.isEmpty() && intended.isEmpty()) {
      return;
    }
    Set<ChangeId> ours = new HashSet<>(given);
    if (holds) {
      ours.addAll(Claims.given(resource));
    } else if (given.isEmpty()) {
      return; // the record is still about what is left behind
    }
    Claims.record(draft, ours, beforehand);
    kind.remember(request, draft);
  }

  /** The status with all of it was written. */
  void written() {
    tools.ledger().closed(request.resource().key());
  }
}
