package io.dbprovision.core.reconcile;

import io.dbprovision.core.credential.Turn;
import io.dbprovision.core.rotation.ReplacedPassword;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.core.status.Failure;
import io.dbprovision.spi.UserSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user whose one login gets a new password while the one before works on: tell the server, hand
 * it over, and discard the old one when its time is over. That time is counted from what the
 * operator's own Secret says of the last change, so that a kill at any point forgets nothing.
 */
final class PasswordKeepingIntent extends KeptLoginIntent {
  private final PasswordKeeping tools;

  /** One moment for all: what is not over when it is planned is still told of in the status. */
  private final Instant now;

  PasswordKeepingIntent(Request request, RotationPolicy policy, Turn turn, PasswordKeeping tools) {
    super(request, policy, turn, tools.turns(), tools.restarts());
    this.tools = tools;
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
  Optional<Failure> retire(Map<String, Object> rotation, Instant at) {
    replaced()
        .filter(password -> !password.over(now))
        .ifPresent(password -> password.into(rotation));
    return Optional.empty();
  }

  @Override
  public List<String> unsupported() {
    return UnreadUserFields.of(request.resource(), request.server().engine().section(), true);
  }
}
