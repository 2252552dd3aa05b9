package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.ServiceBindings;
import io.dbprovision.core.credential.Turn;
import io.dbprovision.core.credential.Turns;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.UserSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user whose logins take turns: make the new one, hand it over, let the old one go. */
final class TurnIntent implements Intent<UserSpec> {
  private static final String WAITING = "pendingDeletion";

  private final Request request;
  private final RotationPolicy policy;
  private final Turn turn;
  private final List<String> forgotten;
  private final TurnTaking tools;
  private final MakingTime made;

  /**
   * @param forgotten logins of the user that are in nobody's hands
   */
  TurnIntent(
      Request request, RotationPolicy policy, Turn turn, List<String> forgotten, TurnTaking tools) {
    this.request = request;
    this.policy = policy;
    this.turn = turn;
    this.forgotten = List.copyOf(forgotten);
    this.tools = tools;
    this.made = new MakingTime(request.resource(), "user");
  }

  @Override
  public UserSpec desired() {
    return tools
        .specs()
        .login(request, turn.login(), turn.pending())
        .password(turn.password(), turn.applied())
        .build();
  }

  @Override
  public String inputs() {
    return UserKind.inputs(request.server().endpoint(), turn.version());
  }

  @Override
  public String recorded() {
    return UserKind.recorded(
        inputs(), tools.turns().waitsUntil(request.resource(), turn).isPresent());
  }

  /** Each turn brings a login of its own. */
  @Override
  public boolean anew() {
    return turn.pending();
  }

  @Override
  public void shown(StatusDraft draft) {
    Map<String, Object> rotation = new LinkedHashMap<>(draft.block("rotation").values());
    rotation.remove(Turns.PENDING_SINCE);
    turn.begunAt().ifPresent(at -> rotation.put(Turns.PENDING_SINCE, at.toString()));
    draft.set("rotation", rotation.isEmpty() ? null : rotation);
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
    Retirement retirement = new Retirement(request, TurnSpecs.users(request), policy, draft.now());
    draft
        .set("user", block)
        .set("secret", secret)
        .set("binding", ServiceBindings.status(user, Fields.of(secret)))
        .set("rotation", rotation(user, retirement))
        .set(OwnershipBlock.BLOCK, null);
    OwnPassword.told(draft);
    return new Completion(
        unrestarted.or(retirement::failure),
        true,
        WorkloadRestarts.again(
            unrestarted, RotationWait.tell(draft, tools.turns().waitsUntil(user, turn))));
  }

  private Map<String, Object> rotation(CustomResource user, Retirement retirement) {
    Fields before = user.status().object("rotation");
    Map<String, Object> rotation = new LinkedHashMap<>();
    rotation.put("enabled", policy.enabled());
    rotation.put("strategy", policy.strategy());
    rotation.put("activeUser", turn.login());
    rotation.put("serviceRole", policy.serviceRole());
    rotation.put(RotationPolicy.SERVICE_ROLE_MADE, policy.makesServiceRole());
    rotation.put("lastRotatedAt", turn.changedAt());
    policy
        .next(turn.changedAt())
        .ifPresent(next -> rotation.put("nextRotationAt", next.toString()));
    List<Map<String, Object>> waiting = waiting(user, before, retirement);
    if (!waiting.isEmpty()) {
      rotation.put(WAITING, waiting);
    }
    return rotation;
  }

  /** Only the status says which login was replaced: Secrets can be written by others, too. */
  private List<Map<String, Object>> waiting(
      CustomResource user, Fields before, Retirement retirement) {
    List<Fields> entries = new ArrayList<>(before.objects(WAITING));
    entries.removeIf(entry -> entry.text("user", "").equals(turn.login()));
    TurnTaking.inUse(user)
        .filter(login -> !login.equals(turn.login()))
        .filter(login -> entries.stream().noneMatch(e -> e.text("user", "").equals(login)))
        .map(login -> retirement.entry(login, Instant.parse(turn.changedAt())))
        .map(Fields::of)
        .ifPresent(entries::add);
    forgotten.forEach(login -> entries.add(Fields.of(retirement.entry(login))));
    return retirement.advance(entries);
  }

  @Override
  public List<String> unsupported() {
    List<String> fields =
        new ArrayList<>(
            UnreadUserFields.of(
                request.resource(),
                request.server().engine().section(),
                TurnSpecs.users(request).keepsReplacedPasswords()));
    policy.graceRaised().ifPresent(fields::add);
    if (!policy.turns()) {
      fields.add(
          "spec.passwordRotation.strategy: logins of this user take turns and go on doing so; for"
              + " %s make the user anew".formatted(policy.strategy()));
    }
    return fields;
  }
}
