package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.ServiceBindings;
import io.dbprovision.core.credential.Turn;
import io.dbprovision.core.rotation.ReplacedPassword;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.UserSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user whose one login gets a new password while the one before works on: tell the server, hand
 * it over, and discard the old one when its time is over. That time is counted from what the
 * operator's own Secret says of the last change, so that a kill at any point forgets nothing.
 */
final class PasswordKeepingIntent implements Intent<UserSpec> {
  private final Request request;
  private final RotationPolicy policy;
  private final Turn turn;
  private final PasswordKeeping tools;
  private final MakingTime made;

  /** One moment for all: what is not over when it is planned is still told of in the status. */
  private final Instant now;

  PasswordKeepingIntent(Request request, RotationPolicy policy, Turn turn, PasswordKeeping tools) {
    this.request = request;
    this.policy = policy;
    this.turn = turn;
    this.tools = tools;
    this.made = new MakingTime(request.resource(), "user");
    this.now = tools.now();
  }

  @Override
  public UserSpec desired() {
    return tools
        .specs()
        .user(request)
        .password(turn.password(), turn.applied())
        .keepsReplaced(true)
        .discardsReplaced(replaced().filter(password -> password.over(now)).isPresent())
        .build();
  }

  /** Empty while a new one is on its way to its readers, and before there was any. */
  private Optional<ReplacedPassword> replaced() {
    if (turn.pending() || !turn.replaced()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ReplacedPassword.since(
              request.resource(),
              request.server().engine().section(),
              Instant.parse(turn.changedAt()),
              now));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String inputs() {
    return UserKind.inputs(request.server().endpoint(), turn.version());
  }

  @Override
  public String recorded() {
    return UserKind.recorded(inputs(), waitsUntil().isPresent());
  }

  private Optional<Instant> waitsUntil() {
    return tools.turns().waitsUntil(request.resource(), turn);
  }

  @Override
  public void prepare() {
    turn.write();
  }

  @Override
  public void applied(List<Change> changes) {
    made.applied(changes);
    turn.markApplied();
  }

  @Override
  public Completion complete(Plan last, StatusDraft draft) {
    turn.handOver();
    CustomResource user = request.resource();
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("username", turn.login());
    made.at(draft.now()).ifPresent(time -> block.put("createdAt", time));
    Map<String, Object> secret = turn.status();
    Optional<Failure> unrestarted = tools.restarts().after(user, secret);
    draft
        .set("user", block)
        .set("secret", secret)
        .set("binding", ServiceBindings.status(user, Fields.of(secret)))
        .set("rotation", rotation())
        .set(OwnershipBlock.BLOCK, null);
    OwnPassword.told(draft);
    return new Completion(
        unrestarted,
        true,
        WorkloadRestarts.again(unrestarted, RotationWait.tell(draft, waitsUntil())));
  }

  private Map<String, Object> rotation() {
    Map<String, Object> rotation = new LinkedHashMap<>();
    rotation.put("enabled", true);
    rotation.put("strategy", policy.strategy());
    rotation.put("activeUser", turn.login());
    rotation.put("lastRotatedAt", turn.changedAt());
    policy
        .next(turn.changedAt())
        .ifPresent(next -> rotation.put("nextRotationAt", next.toString()));
    replaced()
        .filter(password -> !password.over(now))
        .ifPresent(password -> password.into(rotation));
    return rotation;
  }

  @Override
  public List<String> unsupported() {
    return UnreadUserFields.of(request.resource(), request.server().engine().section(), true);
  }
}
