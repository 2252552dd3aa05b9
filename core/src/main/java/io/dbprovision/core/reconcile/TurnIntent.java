package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.Turn;
import io.dbprovision.core.credential.Turns;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.UserSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user whose logins take turns: make the new one, hand it over, let the old one go. */
final class TurnIntent extends KeptLoginIntent {
  private static final String WAITING = "pendingDeletion";

  private final List<String> forgotten;
  private final TurnTaking tools;

  /**
   * @param forgotten logins of the user that are in nobody's hands
   */
  TurnIntent(
      Request request, RotationPolicy policy, Turn turn, List<String> forgotten, TurnTaking tools) {
    super(request, policy, turn, tools.turns(), tools.restarts());
    this.forgotten = List.copyOf(forgotten);
    this.tools = tools;
  }

  @Override
  public UserSpec desired() {
    return tools
        .specs()
        .login(request, turn.login(), turn.pending())
        .password(turn.password(), turn.applied())
        .build();
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
  Optional<Failure> retire(Map<String, Object> rotation, Instant now) {
    CustomResource user = request.resource();
    rotation.put("serviceRole", policy.serviceRole());
    rotation.put(RotationPolicy.SERVICE_ROLE_MADE, policy.makesServiceRole());
    Retirement retirement = new Retirement(request, TurnSpecs.users(request), policy, now);
    List<Map<String, Object>> waiting = waiting(user, retirement);
    if (!waiting.isEmpty()) {
      rotation.put(WAITING, waiting);
    }
    return retirement.failure();
  }

  /** Only the status says which login was replaced: Secrets can be written by others, too. */
  private List<Map<String, Object>> waiting(CustomResource user, Retirement retirement) {
    List<Fields> entries = new ArrayList<>(user.status().object("rotation").objects(WAITING));
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
