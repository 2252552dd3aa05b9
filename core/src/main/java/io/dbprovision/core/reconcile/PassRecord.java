package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Plan;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one pass puts on the server, as far as the status has to remember it: later removals go by
 * that. Used by one thread.
 */
final class PassRecord {
  private final ManagedKind<?> kind;
  private final Claims claims;
  private final Ledger ledger;
  private final Request request;
  private final Set<ChangeId> beforehand = new HashSet<>();
  private final Set<ChangeId> given = new HashSet<>();
  private boolean sure;
  private boolean touched;

  PassRecord(ManagedKind<?> kind, Claims claims, Ledger ledger, Request request) {
    this.kind = kind;
    this.claims = claims;
    this.ledger = ledger;
    this.request = request;
  }

  /** The first plan of the pass, before anything is done. */
  void planned(Plan first) {
    CustomResource resource = request.resource();
    sure = ledger.opened(resource.key());
    if (!first.held().isEmpty()) {
      if (kind.recordHolds(resource)) {
        beforehand.addAll(Claims.heldBefore(resource));
      }
      if (sure) {
        beforehand.addAll(claims.nobodys(resource, first.held()));
      }
    }
  }

  /** From here on there may be something on the server that is not on record. */
  void applying() {
    touched = true;
  }

  void inEffect(Collection<Change> changes) {
    changes.forEach(change -> change.claim().ifPresent(given::add));
    // whatever it was, from now on it is there because we gave it
    beforehand.removeAll(given);
  }

  /** The pass is over, however it went; what it did is yet to be written. */
  void over() {
    if (sure && !touched) {
      ledger.closed(request.resource().key());
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
    List<ChangeId> ours = last.claims().stream().filter(claim -> !without.contains(claim)).toList();
    Claims.record(draft, ours, beforehand);
  }

  /** A part may be in effect: the record grows by that, and loses nothing. */
  void failed(StatusDraft draft) {
    CustomResource resource = request.resource();
    if (given.isEmpty() && beforehand.isEmpty()) {
      return;
    }
    Set<ChangeId> ours = new HashSet<>(given);
    if (kind.recordHolds(resource)) {
      ours.addAll(Claims.issued(resource));
    } else if (given.isEmpty()) {
      return; // the record is still about what is left behind
    }
    Claims.record(draft, ours, beforehand);
    kind.remember(request, draft);
  }

  /** The status with all of it was written. */
  void written() {
    ledger.closed(request.resource().key());
  }
}
