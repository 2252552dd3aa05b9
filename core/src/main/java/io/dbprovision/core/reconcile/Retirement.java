package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.core.status.Failure;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.LoginSessions;
import io.dbprovision.spi.OwnedObjects;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lets replaced logins go when their time is over: none while somebody is connected with it, nor
 * while it owns what others may need. Lives for one reconcile.
 */
final class Retirement {
  private static final int SHOWN = 20;
  private static final String DISABLED = "disabled";

  private final Request request;
  private final Users users;
  private final RotationPolicy policy;
  private final Instant now;
  private Optional<Failure> failure = Optional.empty();

  Retirement(Request request, Users users, RotationPolicy policy, Instant now) {
    this.request = request;
    this.users = users;
    this.policy = policy;
    this.now = now;
  }

  /** The entry of a login that was never handed over. */
  Map<String, Object> entry(String login) {
    return entry(login, now);
  }

  /** The entry of a login that has just been replaced. */
  Map<String, Object> entry(String login, Instant replacedAt) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("user", login);
    entry.put("deprecatedAt", replacedAt.toString());
    entry.put("deleteAfter", replacedAt.plus(policy.grace()).toString());
    entry.put("status", "pending");
    return entry;
  }

  /**
   * @param waiting entries of {@code status.rotation.pendingDeletion}
   * @return those that still wait, each with what it waits for
   */
  List<Map<String, Object>> advance(List<Fields> waiting) {
    // a plan that is to be shown first does not tell of them
    boolean held = request.resource().metadata().flagged(Keys.PLAN_ONLY);
    List<Map<String, Object>> left = new ArrayList<>();
    for (Fields told : waiting) {
      Fields entry = rebased(told);
      if (held || !over(entry) || entry.text("status", "").equals(DISABLED)) {
        left.add(entry.values());
        continue;
      }
      try {
        one(entry).ifPresent(left::add);
      } catch (EngineException e) {
        if (!ofItsOwn(e)) {
          throw e;
        }
        // the new login is handed over: that an old one stays is no failure of the user
        left.add(blocked(entry, String.valueOf(e.getMessage())));
        failure = failure.or(() -> Optional.of(Failure.of(e)));
      }
    }
    return left;
  }

  /** What the server refused of the last {@link #advance}; it is tried again. */
  Optional<Failure> failure() {
    return failure;
  }

  /** Anything else concerns more than one login. */
  private static boolean ofItsOwn(EngineException e) {
    return switch (e.kind()) {
      case PERMISSION, CONFLICT, INVALID, UNSUPPORTED, NOT_FOUND -> true;
      default -> false;
    };
  }

  private Optional<Map<String, Object>> one(Fields entry) {
    Optional<Map<String, Object>> hindrance = hindrance(entry);
    if (hindrance.isPresent()) {
      return hindrance;
    }
    if (policy.oldLogin() == RotationPolicy.OldLogin.DISABLE) {
      return disabled(entry);
    }
    DropMode mode =
        policy.oldLogin() == RotationPolicy.OldLogin.DELETE ? DropMode.DROP : DropMode.RETAIN;
    retire(users.removal(spec(entry.text("user", "")).build(), mode));
    return Optional.empty();
  }

  /** One that a clock wrote which was ahead: its time begins now. */
  private Fields rebased(Fields entry) {
    if (entry.text("status", "").equals(DISABLED)) {
      return entry;
    }
    try {
      Instant replaced = Instant.parse(entry.text("deprecatedAt", ""));
      return RotationPolicy.ahead(replaced, now)
          ? Fields.of(entry(entry.text("user", ""), now))
          : entry;
    } catch (DateTimeException e) {
      return entry;
    }
  }

  private boolean over(Fields entry) {
    try {
      return !Instant.parse(entry.text("deleteAfter", "")).isAfter(now);
    } catch (DateTimeException e) {
      return true;
    }
  }

  private Optional<Map<String, Object>> hindrance(Fields entry) {
    String login = entry.text("user", "");
    Session session = request.server().session();
    int open =
        session
            .capability(LoginSessions.class)
            .map(sessions -> sessions.count(List.of(login)).getOrDefault(login, 0))
            .orElse(0);
    if (open > 0) {
      return Optional.of(blocked(entry, "%d sessions are open with it".formatted(open)));
    }
    Optional<OwnedObjects> ownership =
        policy.checksOwnership() && policy.oldLogin() == RotationPolicy.OldLogin.DELETE
            ? session.capability(OwnedObjects.class)
            : Optional.empty();
    List<OwnedObjects.OwnedObject> owned =
        ownership.map(objects -> objects.ownedBy(login, SHOWN)).orElse(List.of());
    if (owned.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> blocked =
        blocked(entry, "it owns objects on the server; hand them over first");
    blocked.put("ownedObjects", owned.stream().map(OwnershipBlock::entry).toList());
    blocked.put("resolution", ownership.orElseThrow().resolution(login, policy.serviceRole()));
    return Optional.of(blocked);
  }

  private static Map<String, Object> blocked(Fields entry, String reason) {
    Map<String, Object> blocked = new LinkedHashMap<>(entry.values());
    blocked.put("status", "blocked");
    blocked.put("blockedReason", reason);
    blocked.remove("ownedObjects");
    blocked.remove("resolution");
    return blocked;
  }

  /** It stays ours, and goes with the rest; empty for one that somebody dropped. */
  private Optional<Map<String, Object>> disabled(Fields entry) {
    String login = entry.text("user", "");
    Plan plan = users.plan(spec(login).group(policy.serviceRole()).locked(true).build());
    if (!plan.exists()) {
      return Optional.empty();
    }
    apply(plan);
    Map<String, Object> disabled = new LinkedHashMap<>(entry.values());
    disabled.put("status", DISABLED);
    disabled.remove("blockedReason");
    return Optional.of(disabled);
  }

  private UserSpec.Builder spec(String login) {
    return UserSpec.builder(login, request.owner())
        .provenance(Provenance.witnessedBefore())
        .section(request.section());
  }

  /** Without the check it is the server that refuses. */
  private void retire(Plan removal) {
    try {
      apply(removal);
    } catch (EngineException e) {
      throw e.kind() == ErrorKind.CONFLICT && !policy.checksOwnership()
          ? EngineException.at(
                  ErrorKind.CONFLICT,
                  "spec.passwordRotation.oldUserPolicy.ownershipCheck",
                  "is off, but " + e.getMessage())
              .causedBy(e)
          : e;
    }
  }

  private void apply(Plan plan) {
    if (plan.isEmpty()) {
      return;
    }
    Applied applied =
        users.apply(plan, plan.changes().stream().map(Change::id).collect(Collectors.toSet()));
    Optional<EngineException> failure = applied.failure();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }
}
