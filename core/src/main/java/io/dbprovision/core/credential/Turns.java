package io.dbprovision.core.credential;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.rotation.LoginNames;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.SecretText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Finds out whose turn it is among the logins of one user, and makes a new one when it is time. */
public final class Turns {
  private static final Duration LEAST_BETWEEN = Duration.ofMinutes(1);

  private final Secrets secrets;
  private final References references;
  private final Consent consent;
  private final CredentialContents contents;
  private final Places places;
  private final Events events;
  private final InstantSource clock;

  @Inject
  public Turns(
      Secrets secrets,
      References references,
      Consent consent,
      CredentialContents contents,
      Places places,
      Events events,
      InstantSource clock) {
    this.secrets = secrets;
    this.references = references;
    this.consent = consent;
    this.contents = contents;
    this.places = places;
    this.events = events;
    this.clock = clock;
  }

  /**
   * What is there on the server.
   *
   * @param names all names of logins and roles; asked only when a new one is made
   * @param longest bytes of UTF-8 that a name may have
   */
  public record Server(Access access, Supplier<Set<String>> names, int longest) {}

  /**
   * Reads what there is; writes nothing.
   *
   * @throws io.dbprovision.spi.EngineException CONFLICT for a Secret that is not ours, INVALID for
   *     a template or a name, PERMISSION without consent
   */
  public Turn read(CustomResource user, RotationPolicy policy, Server server) {
    places.requireApart(user);
    String namespace = places.outputNamespace(user);
    consent.requireNamespace(user, "spec.passwordSecret.secretNamespace", namespace);
    SecretSite reader =
        SecretSite.read(secrets, references, user, namespace, places.secretName(user));
    SecretSite keeper =
        SecretSite.read(secrets, references, user, user.namespace(), places.keeperName(user));
    Turn.Kept kept = kept(user, keeper, reader);
    Turn.Kept decided = due(user, policy, kept) ? begun(user, policy, server, kept) : kept;
    Turn.Login newest = decided.newest();
    CredentialContents.Content content =
        contents.render(user, newest.name(), server.access(), newest.password());
    return new Turn(user, secrets, events, keeper, reader, content, decided, now());
  }

  /**
   * What {@link Turn#version} would say now, from what the watch has shown; empty when only reading
   * can tell.
   */
  public Optional<String> versionSeen(CustomResource user) {
    if (!places.rotationToken(user).isEmpty()) {
      return Optional.empty();
    }
    return references
        .version(References.Type.SECRET, user.namespace(), places.keeperName(user))
        .flatMap(
            keeper ->
                references
                    .version(
                        References.Type.SECRET,
                        places.outputNamespace(user),
                        places.secretName(user))
                    .map(reader -> keeper + "|" + reader));
  }

  private Turn.Kept kept(CustomResource user, SecretSite keeper, SecretSite reader) {
    Optional<Turn.Kept> own = keeper.current().flatMap(Turn.Kept::read);
    if (own.isPresent()) {
      return own.get();
    }
    // before there were turns, or the keeper is lost: readers know a login that works
    Optional<SecretText> password = reader.current().flatMap(contents::recover);
    String name =
        user.status()
            .object("rotation")
            .text("activeUser")
            .or(() -> user.status().object("user").text("username"))
            .orElse("");
    String changedAt =
        annotation(reader, GeneratedCredential.ROTATED_AT)
            .or(() -> user.status().object("secret").text("lastRotatedAt"))
            .orElse(now().toString());
    return password.isPresent() && !name.isEmpty()
        ? Turn.Kept.of(
            new Turn.Login(name, password.get()),
            annotation(reader, GeneratedCredential.ROTATED_FOR).orElse(""),
            changedAt)
        : Turn.Kept.lost(name);
  }

  private static Optional<String> annotation(SecretSite site, String key) {
    return site.current()
        .map(secret -> secret.annotations().getOrDefault(key, ""))
        .filter(text -> !text.isEmpty());
  }

  private boolean due(CustomResource user, RotationPolicy policy, Turn.Kept kept) {
    if (kept.pending() || !told(user, kept)) {
      return false;
    }
    if (kept.active().isEmpty()) {
      return true;
    }
    String token = places.rotationToken(user);
    Optional<Instant> changedAt = instant(kept.changedAt());
    if (!token.isEmpty() && !token.equals(kept.token())) {
      return changedAt.filter(at -> at.plus(LEAST_BETWEEN).isAfter(now())).isEmpty();
    }
    return changedAt.flatMap(policy::next).filter(at -> !at.isAfter(now())).isPresent();
  }

  /**
   * Whether the status knows of the last turn. A kill may have come between; with the next turn the
   * login that was replaced then would be forgotten on the server.
   */
  private static boolean told(CustomResource user, Turn.Kept kept) {
    return kept.active().isEmpty()
        || kept.previous().isEmpty()
        || user.status().object("rotation").text("lastRotatedAt", "").equals(kept.changedAt());
  }

  private Turn.Kept begun(
      CustomResource user, RotationPolicy policy, Server server, Turn.Kept kept) {
    Set<String> taken = new HashSet<>(server.names().get());
    taken.add(policy.serviceRole());
    kept.active().ifPresent(active -> taken.add(active.name()));
    String username = user.spec().text("username", "");
    boolean first = kept.active().isEmpty() && kept.previous().isEmpty();
    // who names the user as an owner must find it; when somebody else's has that name, the server's
    // record says so before anything is written
    String name =
        first && !username.equals(policy.serviceRole())
            ? username
            : LoginNames.next(policy.naming(), username, now(), taken, server.longest());
    String token = places.rotationToken(user);
    return kept.begin(
        new Turn.Login(name, contents.newPassword(user)), token.isEmpty() ? kept.token() : token);
  }

  /** How long a rotation that was asked for has to wait; empty when none is waiting. */
  public Optional<Duration> wait(CustomResource user, Turn turn) {
    String token = places.rotationToken(user);
    return token.isEmpty() || token.equals(turn.token())
        ? Optional.empty()
        : Optional.of(LEAST_BETWEEN);
  }

  /**
   * The user is gone from the server, or given free.
   *
   * @param keep true when the login stays usable, so its Secret stays too; and the operator's own
   *     where the readers' may lack the password
   */
  public void release(CustomResource user, boolean keep) {
    boolean templated =
        !user.spec().object("passwordSecret").object("secretTemplate").object("data").isEmpty();
    SecretSite.Place reader =
        new SecretSite.Place(places.outputNamespace(user), places.secretName(user));
    SecretSite.Place keeper = new SecretSite.Place(user.namespace(), places.keeperName(user));
    SecretSite.release(secrets, references, user, reader, keep);
    SecretSite.release(secrets, references, user, keeper, keep && templated);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
