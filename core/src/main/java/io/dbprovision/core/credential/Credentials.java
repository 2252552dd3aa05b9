package io.dbprovision.core.credential;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.CredentialContents.Content;
import io.dbprovision.core.credential.GeneratedCredential.Decision;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.reference.SecretReader;
import io.dbprovision.core.rotation.RotationPause;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.SecretText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Finds out where a user's password comes from, and makes one when it is ours to make. */
public final class Credentials {

  private final Secrets secrets;
  private final References references;
  private final SecretReader reader;
  private final Consent consent;
  private final CredentialContents contents;
  private final Places places;
  private final Events events;
  private final InstantSource clock;

  @Inject
  public Credentials(
      Secrets secrets,
      References references,
      SecretReader reader,
      Consent consent,
      CredentialContents contents,
      Places places,
      Events events,
      InstantSource clock) {
    this.secrets = secrets;
    this.references = references;
    this.reader = reader;
    this.consent = consent;
    this.contents = contents;
    this.places = places;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Reads what there is; writes nothing.
   *
   * @param adopted asked when there is no password yet: whether the login has one of its own, which
   *     is left alone until a rotation is asked for
   * @throws io.dbprovision.spi.EngineException NOT_FOUND while a Secret is missing, CONFLICT for
   *     one that is not ours, INVALID for a template, PERMISSION without consent
   */
  public Credential read(CustomResource user, Access access, BooleanSupplier adopted) {
    Optional<CrossRef> given = CrossRefs.password(user);
    if (given.isPresent()) {
      return given(user, given.get());
    }
    return generated(user, access, adopted);
  }

  /**
   * What {@link Credential#version} would say now, from what the watch has shown; empty when only
   * reading can tell. Nothing of a rotation that is asked for or due.
   */
  public Optional<String> versionSeen(CustomResource user) {
    Fields existing = user.spec().object("existingPasswordSecret");
    if (!existing.isEmpty()) {
      return version(existing.text("namespace", user.namespace()), existing.text("name", ""));
    }
    Optional<String> output = version(places.outputNamespace(user), places.secretName(user));
    return templated(user) && user.spec().object("passwordSecret").flag("generate", true)
        ? version(user.namespace(), places.keeperName(user))
            .flatMap(keeper -> output.map(text -> keeper + "|" + text))
        : output;
  }

  private Optional<String> version(String namespace, String name) {
    return references.version(References.Type.SECRET, namespace, name);
  }

  private Credential given(CustomResource user, CrossRef place) {
    String key = user.spec().object("existingPasswordSecret").text("key", "password");
    Secret secret = reader.secret(user, place);
    return new GivenCredential(
        secret, SecretReader.key(place.path(), secret, key), key, user.status().object("secret"));
  }

  private Credential generated(CustomResource user, Access access, BooleanSupplier adopted) {
    places.requireApart(user);
    consent.require(user, CrossRefs.output(user), Map.of());
    SecretSite output = SecretSite.ofReaders(secrets, references, user, places);
    SecretSite keeper =
        templated(user)
            ? SecretSite.read(secrets, references, user, user.namespace(), places.keeperName(user))
            : output;
    // of a template that is gone: what it made of the password may not be the password
    Optional<Secret> formerKeeper =
        templated(user)
            ? Optional.empty()
            : SecretSite.find(secrets, references, user, user.namespace(), places.keeperName(user));
    Optional<Secret> known =
        Stream.of(formerKeeper, keeper.current(), output.current())
            .flatMap(Optional::stream)
            .filter(secret -> contents.recover(secret).isPresent())
            .findFirst();
    if (known.isEmpty() && places.rotationToken(user).isEmpty() && adopted.getAsBoolean()) {
      return new UnknownCredential();
    }
    Decision decision = decide(user, known);
    Content content =
        contents.render(user, user.spec().text("username", ""), access, decision.password());
    return new GeneratedCredential(
        user, secrets, events, keeper, output, formerKeeper, content, decision);
  }

  /**
   * @param known where the password is, with the record of what was done about it
   */
  private Decision decide(CustomResource user, Optional<Secret> known) {
    Optional<SecretText> current = known.flatMap(contents::recover);
    String token = places.rotationToken(user);
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    if (current.isEmpty()) {
      return new Decision(contents.newPassword(user), true, false, token, now);
    }
    String done = known.map(secret -> RotationRecord.done(user, secret, token)).orElse("");
    String changedAt = changedAt(known).orElse(rotates(user) ? now : "");
    boolean askedFor = !token.isEmpty() && !token.equals(done) && !tooSoon(changedAt);
    if (!askedFor && !due(user, changedAt)) {
      return new Decision(current.get(), false, false, done, changedAt);
    }
    // one that is due by the clock is the one that was asked for meanwhile
    return new Decision(
        contents.newPassword(user), true, true, token.isEmpty() ? done : token, now);
  }

  /** Empty for what is no time, or where nobody wrote any. */
  private static Optional<String> changedAt(Optional<Secret> known) {
    String text = annotation(known, GeneratedCredential.ROTATED_AT);
    try {
      return Optional.of(Instant.parse(text).toString());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean rotates(CustomResource user) {
    RotationPolicy policy = RotationPolicy.of(user);
    return policy.enabled() && policy.strategy().equals(RotationPolicy.SINGLE_LOGIN);
  }

  private boolean due(CustomResource user, String changedAt) {
    RotationPolicy policy = RotationPolicy.of(user);
    try {
      return rotates(user) && policy.due(Instant.parse(changedAt), clock.instant());
    } catch (DateTimeException e) {
      return false;
    }
  }

  private boolean tooSoon(String changedAt) {
    try {
      return RotationPause.tooSoon(Instant.parse(changedAt), clock.instant());
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Until when a rotation that was asked for has to wait; empty when none is waiting. */
  public Optional<Instant> rotationWaitsUntil(CustomResource user, Credential credential) {
    String token = places.rotationToken(user);
    return credential instanceof GeneratedCredential generated && generated.awaits(token)
        ? Optional.of(RotationPause.until(Instant.parse(generated.changedAt()), clock.instant()))
        : Optional.empty();
  }

  /**
   * The user is gone from the server, or given free.
   *
   * @param keep true when the login stays usable, so its Secret stays too
   */
  public void release(CustomResource user, boolean keep) {
    boolean generates = generates(user);
    release(user, places.output(user), generates, keep);
    places.formerOutput(user).ifPresent(place -> release(user, place, generates, keep));
    SecretSite.Place keeper = new SecretSite.Place(user.namespace(), places.keeperName(user));
    release(user, keeper, generates && templated(user), keep);
  }

  /**
   * @param young it may be so new that no watch has told of it; else it is of an earlier manifest
   */
  private void release(CustomResource user, SecretSite.Place place, boolean young, boolean keep) {
    if (young || !references.absent(References.Type.SECRET, place.namespace(), place.name())) {
      SecretSite.release(secrets, references, user, place, keep);
    }
  }

  /** All Secrets a user's state depends on, as {@code namespace/name}. */
  public Set<String> references(CustomResource user) {
    Set<String> paths = new LinkedHashSet<>();
    Fields existing = user.spec().object("existingPasswordSecret");
    existing
        .text("name")
        .ifPresent(name -> paths.add(existing.text("namespace", user.namespace()) + "/" + name));
    if (existing.isEmpty()) {
      paths.add(places.outputNamespace(user) + "/" + places.secretName(user));
      paths.add(user.namespace() + "/" + places.keeperName(user));
    }
    return paths;
  }

  private static String annotation(Optional<Secret> known, String key) {
    return known.map(secret -> secret.annotations().getOrDefault(key, "")).orElse("");
  }

  private static boolean generates(CustomResource user) {
    return user.spec().object("existingPasswordSecret").isEmpty()
        && user.spec().object("passwordSecret").flag("generate", true);
  }

  private static boolean templated(CustomResource user) {
    return !user.spec().object("passwordSecret").object("secretTemplate").object("data").isEmpty();
  }
}
