package io.dbprovision.core.credential;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.rotation.LoginNames;
import io.dbprovision.core.rotation.RotationPause;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.SecretText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Finds out whose turn it is among the logins of one user, and makes a new one when it is time. */
public final class Turns {
  /** In the status, beside what is known of the turns: since when one is shown and not begun. */
  public static final String PENDING_SINCE = "pendingSince";

  private static final String ROTATION = "rotation";

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
   * @param strangers tells of a name that is about to become a login's whether somebody else's has
   *     it; asked only after an interruption
   * @param longest bytes of UTF-8 that a name may have
   */
  public record Server(
      Access access, Supplier<Set<String>> names, Predicate<String> strangers, int longest) {}

  /**
   * Reads what there is; writes nothing.
   *
   * @throws io.dbprovision.spi.EngineException CONFLICT for a Secret that is not ours, INVALID for
   *     a template or a name, PERMISSION without consent
   */
  public Turn read(CustomResource user, RotationPolicy policy, Server server) {
    places.requireApart(user);
    consent.require(user, CrossRefs.output(user), Map.of());
    SecretSite reader = SecretSite.ofReaders(secrets, references, user, places);
    SecretSite keeper =
        SecretSite.read(secrets, references, user, user.namespace(), places.keeperName(user));
    Kept kept = dated(kept(user, keeper, reader));
    Instant moment = moment(user, kept);
    return new Turn(
        user,
        secrets,
        events,
        keeper,
        reader,
        login -> contents.render(user, login.name(), server.access(), login.password()),
        due(user, policy, kept) || taken(server, kept)
            ? begun(user, policy, server, kept, moment)
            : kept,
        moment,
        clock);
  }

  /**
   * The logins that the operator's own Secret speaks of. Whoever may write Secrets may write that
   * one, too: whose they are only the server knows.
   */
  public Set<String> logins(CustomResource user) {
    return secrets
        .get(user.namespace(), places.keeperName(user))
        .filter(keeper -> SecretSite.ours(user, keeper))
        .flatMap(Kept::read)
        .map(Kept::logins)
        .orElse(Set.of());
  }

  /**
   * What {@link Turn#version} would say now, from what the watch has shown; empty when only reading
   * can tell. Nothing of a rotation that is asked for or due.
   */
  public Optional<String> versionSeen(CustomResource user) {
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

  private Kept kept(CustomResource user, SecretSite keeper, SecretSite reader) {
    Optional<Kept> own = keeper.current().flatMap(Kept::read);
    if (own.isPresent()) {
      return own.get();
    }
    // before there were turns, or the keeper is lost: readers know a login that works
    Optional<SecretText> password = reader.current().flatMap(contents::recover);
    String told = inUse(user).orElse("");
    // the last turn may have come as far as the readers, and no further
    String name = templated(user) ? told : text(reader, "username").orElse(told);
    String changedAt =
        (name.equals(told) ? changedAt(user, reader) : Optional.<String>empty())
            .orElse(now().toString());
    return password.isPresent() && !name.isEmpty()
        ? Kept.of(
            new Turn.Login(name, password.get()),
            reader
                .current()
                .map(secret -> RotationRecord.done(user, secret, places.rotationToken(user)))
                .orElse(""),
            changedAt)
        : Kept.lost(name);
  }

  /** Where somebody wrote over the time, it begins anew. */
  private Kept dated(Kept kept) {
    return kept.active().isEmpty() || instant(kept.changedAt()).isPresent()
        ? kept
        : kept.changedAt(now());
  }

  private static Optional<String> changedAt(CustomResource user, SecretSite reader) {
    return user.status()
        .object(ROTATION)
        .text("lastRotatedAt")
        .or(() -> annotation(reader, GeneratedCredential.ROTATED_AT))
        .or(() -> user.status().object("secret").text("lastRotatedAt"));
  }

  /** The login in use, by the status; empty before there is one. */
  private static Optional<String> inUse(CustomResource user) {
    return user.status()
        .object(ROTATION)
        .text("activeUser")
        .or(() -> user.status().object("user").text("username"));
  }

  /** What a template makes of the name may not be the name. */
  private static boolean templated(CustomResource user) {
    return !user.spec().object("passwordSecret").object("secretTemplate").object("data").isEmpty();
  }

  private static Optional<String> text(SecretSite site, String key) {
    return site.current().flatMap(secret -> secret.text(key)).map(SecretText::reveal);
  }

  private static Optional<String> annotation(SecretSite site, String key) {
    return site.current()
        .map(secret -> secret.annotations().getOrDefault(key, ""))
        .filter(text -> !text.isEmpty());
  }

  private boolean due(CustomResource user, RotationPolicy policy, Kept kept) {
    if (kept.pending() || !told(user, kept)) {
      return false;
    }
    if (kept.active().isEmpty()) {
      return true;
    }
    String token = places.rotationToken(user);
    Optional<Instant> changedAt = instant(kept.changedAt());
    if (!token.isEmpty() && !token.equals(kept.token())) {
      return changedAt.filter(at -> RotationPause.tooSoon(at, now())).isEmpty();
    }
    return changedAt.filter(at -> policy.due(at, now())).isPresent();
  }

  /** Whether somebody made a login of that name after it was chosen and before it was made. */
  private static boolean taken(Server server, Kept kept) {
    return kept.pending() && server.strangers().test(kept.newest().name());
  }

  /**
   * Whether the status knows of the last turn. A kill may have come between; with the next turn the
   * login that was replaced then would be forgotten on the server.
   */
  private static boolean told(CustomResource user, Kept kept) {
    Optional<String> active = kept.active().map(Turn.Login::name);
    return active.isEmpty()
        || (inUse(user).equals(active)
            && (kept.previous().isEmpty()
                || user.status()
                    .object(ROTATION)
                    .text("lastRotatedAt", "")
                    .equals(kept.changedAt())));
  }

  /**
   * When a turn that may begin now did begin: what was shown to somebody is what will be done, so
   * the status keeps the time until then.
   */
  private Instant moment(CustomResource user, Kept kept) {
    Instant now = now();
    Optional<Instant> changedAt = instant(kept.changedAt());
    return instant(user.status().object(ROTATION).text(PENDING_SINCE, ""))
        .filter(at -> !at.isAfter(now) && changedAt.filter(at::isBefore).isEmpty())
        .orElse(now);
  }

  private Kept begun(
      CustomResource user, RotationPolicy policy, Server server, Kept kept, Instant moment) {
    Set<String> taken = new HashSet<>(server.names().get());
    taken.add(policy.serviceRole());
    // also one that is not there any more: what waits for its end would end the new one
    user.status()
        .object(ROTATION)
        .objects("pendingDeletion")
        .forEach(entry -> taken.add(entry.text("user", "")));
    kept.active().ifPresent(active -> taken.add(active.name()));
    String username = user.spec().text("username", "");
    boolean first = kept.active().isEmpty() && kept.previous().isEmpty();
    // who names the user as an owner must find it; when somebody else's has that name, the server's
    // record says so before anything is written
    String name = LoginNames.chosen(policy, first, username, moment, taken, server.longest());
    String token = places.rotationToken(user);
    return kept.begin(
        new Turn.Login(name, contents.newPassword(user)), token.isEmpty() ? kept.token() : token);
  }

  /** Until when a rotation that was asked for has to wait; empty when none is waiting. */
  public Optional<Instant> waitsUntil(CustomResource user, Turn turn) {
    String token = places.rotationToken(user);
    Instant now = now();
    return token.isEmpty() || token.equals(turn.token())
        ? Optional.empty()
        : Optional.of(
            instant(turn.changedAt()).map(at -> RotationPause.until(at, now)).orElse(now));
  }

  /**
   * The user is gone from the server, or given free.
   *
   * @param keep true when the login stays usable, so its Secret stays too; and the operator's own
   *     where the readers' may lack the password
   */
  public void release(CustomResource user, boolean keep) {
    SecretSite.Place keeper = new SecretSite.Place(user.namespace(), places.keeperName(user));
    SecretSite.release(secrets, references, user, places.output(user), keep);
    places
        .formerOutput(user)
        .ifPresent(place -> SecretSite.release(secrets, references, user, place, keep));
    SecretSite.release(secrets, references, user, keeper, keep && templated(user));
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
