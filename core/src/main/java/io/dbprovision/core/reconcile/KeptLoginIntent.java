package io.dbprovision.core.reconcile;

import io.dbprovision.core.credential.Turn;
import io.dbprovision.core.credential.Turns;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.UserSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user whose login is in a Secret of the operator's before the server learns of it, and in its
 * readers' Secret when it works there.
 */
abstract class KeptLoginIntent implements Intent<UserSpec> {
  final Request request;
  final RotationPolicy policy;
  final Turn turn;
  private final Turns turns;
  private final WorkloadRestarts restarts;
  private final MakingTime made;

  KeptLoginIntent(
      Request request, RotationPolicy policy, Turn turn, Turns turns, WorkloadRestarts restarts) {
    this.request = request;
    this.policy = policy;
    this.turn = turn;
    this.turns = turns;
    this.restarts = restarts;
    this.made = new MakingTime(request.resource(), "user");
  }

  @Override
  public final String inputs() {
    return UserKind.inputs(request.server().endpoint(), turn.version());
  }

  @Override
  public final String recorded() {
    return UserKind.recorded(inputs(), waitsUntil().isPresent());
  }

  private Optional<Instant> waitsUntil() {
    return turns.waitsUntil(request.resource(), turn);
  }

  @Override
  public final void prepare() {
    turn.write();
  }

  @Override
  public final void applied(List<Change> changes) {
    made.applied(changes);
    turn.markApplied();
  }

  @Override
  public final Completion complete(Plan last, StatusDraft draft) {
    turn.handOver();
    Map<String, Object> secret = turn.status();
    Optional<Failure> unrestarted = restarts.after(request.resource(), secret);
    LoginStatus.put(draft, turn.login(), made, secret);
    Map<String, Object> rotation = rotation();
    Optional<Failure> hindered = retire(rotation, draft.now());
    draft.set("rotation", rotation);
    OwnPassword.told(draft);
    return new Completion(
        unrestarted.or(() -> hindered),
        true,
        WorkloadRestarts.again(unrestarted, RotationWait.tell(draft, waitsUntil())));
  }

  private Map<String, Object> rotation() {
    Map<String, Object> rotation = new LinkedHashMap<>();
    rotation.put("enabled", policy.enabled());
    rotation.put("strategy", policy.strategy());
    rotation.put("activeUser", turn.login());
    rotation.put("lastRotatedAt", turn.changedAt());
    policy
        .next(turn.changedAt())
        .ifPresent(next -> rotation.put("nextRotationAt", next.toString()));
    return rotation;
  }

  /**
   * Deals with what the login in use has replaced, and says in the block how far that is.
   *
   * @return what was in the way; the user is ready all the same
   */
  abstract Optional<Failure> retire(Map<String, Object> rotation, Instant now);
}
