package io.dbprovision.core.credential;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One of the logins that take turns, for one reconcile. A new one is kept in a Secret of the
 * operator's before the server learns of it, and its readers learn of it when it works there: a
 * crash at any point finds one truth to go on from, and a login that can be used.
 */
public final class Turn {
  private final CustomResource user;
  private final Secrets secrets;
  private final Events events;
  private final SecretSite keeper;
  private final SecretSite reader;
  private final Function<Login, CredentialContents.Content> rendered;
  private final CredentialContents.Content content;
  private final Instant moment;
  private final InstantSource clock;
  private final boolean begun;
  private final boolean lost;
  private Kept kept;
  private boolean applied;

  /**
   * @param rendered what readers get to see of a login
   * @param moment when it began, should it be beginning
   */
  Turn(
      CustomResource user,
      Secrets secrets,
      Events events,
      SecretSite keeper,
      SecretSite reader,
      Function<Login, CredentialContents.Content> rendered,
      Kept kept,
      Instant moment,
      InstantSource clock) {
    this.user = user;
    this.secrets = secrets;
    this.events = events;
    this.keeper = keeper;
    this.reader = reader;
    this.rendered = rendered;
    this.content = rendered.apply(kept.newest());
    this.kept = kept;
    this.moment = moment;
    this.clock = clock;
    Optional<Kept> before = keeper.current().flatMap(Kept::read);
    this.lost = before.isEmpty();
    this.begun = kept.pending() && !before.map(Kept::pending).orElse(false);
    Fields status = user.status().object("secret");
    Optional<Secret> known = keeper.current().or(reader::current);
    this.applied =
        !kept.pending()
            && known.filter(secret -> AppliedVersion.matches(status, secret)).isPresent();
  }

  /** A login and its password. */
  record Login(String name, SecretText password) {
    Login {
      Objects.requireNonNull(name);
      Objects.requireNonNull(password);
    }
  }

  /** Whose login this is about: the newest, be it in use or about to be. */
  public String login() {
    return kept.newest().name();
  }

  public SecretText password() {
    return kept.newest().password();
  }

  /** Whether the server has that password, by the record in the user's status. */
  public boolean applied() {
    return applied;
  }

  /** Whether the operator's own Secret was not there: what it alone told of is known no more. */
  public boolean lost() {
    return lost;
  }

  public Set<String> logins() {
    return kept.logins();
  }

  /** Whether the login is still to be handed to its readers. */
  public boolean pending() {
    return kept.pending();
  }

  /** Whether it is the very first one, and no Secret tells of it yet. */
  public boolean firstEver() {
    return begun && kept.active().isEmpty() && kept.previous().isEmpty();
  }

  /** When it began, as long as nothing was written of it; its name is made of that. */
  public Optional<Instant> begunAt() {
    return begun ? Optional.of(moment) : Optional.empty();
  }

  /** When the login in use was handed to its readers. */
  public String changedAt() {
    return kept.changedAt();
  }

  String token() {
    return kept.token();
  }

  /** Whether the login had another password before this one. */
  public boolean replaced() {
    return kept.previous().filter(login()::equals).isPresent();
  }

  /** Puts on record what the server will learn. */
  public void write() {
    keeper.write(secrets, kept.content(user));
    if (!kept.pending()) {
      reader.publish(secrets, events, content);
    } else if (reader.current().isEmpty()) {
      // lost meanwhile: until the new login works, readers have the one that does
      kept.active().ifPresent(login -> reader.write(secrets, rendered.apply(login)));
    }
  }

  /** The server has the login and its password now. */
  public void markApplied() {
    applied = true;
  }

  /** Gives a login that works to its readers; does nothing when they have it. */
  public void handOver() {
    if (!kept.pending()) {
      return;
    }
    reader.publish(secrets, events, content);
    kept = kept.handedOver(clock.instant().truncatedTo(ChronoUnit.SECONDS));
    keeper.write(secrets, kept.content(user));
    applied = true;
    if (kept.previous().isPresent()) {
      events.normal(
          user,
          "PasswordRotated",
          (replaced() ? "Secret %s has a new password of %s" : "Secret %s has the login %s now")
              .formatted(reader.name(), login()));
    }
  }

  /** Changes whenever the login, its password or what readers see of it may have changed. */
  public String version() {
    return keeper.version() + "|" + reader.version() + (begun && kept.pending() ? "|new" : "");
  }

  /** The {@code status.secret} block. */
  public Map<String, Object> status() {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("name", reader.name());
    block.put("namespace", reader.namespace());
    keeper.current().filter(_ -> applied).ifPresent(secret -> AppliedVersion.put(block, secret));
    if (!kept.changedAt().isEmpty()) {
      block.put("lastRotatedAt", kept.changedAt());
    }
    return block;
  }
}
