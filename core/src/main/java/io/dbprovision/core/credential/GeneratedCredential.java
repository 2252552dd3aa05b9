package io.dbprovision.core.credential;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A password of our own making. It is in a Secret before the server learns it, together with the
 * token of the rotation that asked for it: a crash at any point finds one truth to go on from.
 *
 * <p>Readers' Secrets that a template shapes may lack the password; then a second Secret keeps it.
 */
final class GeneratedCredential implements Credential {
  static final String ROTATED_FOR = "dbops.dbprovision.io/rotated-for";
  static final String ROTATED_AT = "dbops.dbprovision.io/rotated-at";

  private final CustomResource user;
  private final Secrets secrets;
  private final Events events;
  private final SecretSite keeper;
  private final SecretSite reader;
  private final Optional<Secret> formerKeeper;
  private final CredentialContents.Content content;
  private final Decision decision;
  private boolean applied;
  private boolean written;

  /**
   * What was decided about the password.
   *
   * @param fresh true when it was made just now
   * @param rotated true when it replaces one that was in use
   * @param token the rotation token that is done with it; empty for none
   * @param changedAt when it was made, as far as known; empty otherwise
   */
  record Decision(
      SecretText password, boolean fresh, boolean rotated, String token, String changedAt) {}

  /**
   * @param reader the same as {@code keeper} unless a template shapes what readers see
   * @param formerKeeper not needed any more; what it says would be outdated one day
   */
  GeneratedCredential(
      CustomResource user,
      Secrets secrets,
      Events events,
      SecretSite keeper,
      SecretSite reader,
      Optional<Secret> formerKeeper,
      CredentialContents.Content content,
      Decision decision) {
    this.user = user;
    this.secrets = secrets;
    this.events = events;
    this.keeper = keeper;
    this.reader = reader;
    this.formerKeeper = formerKeeper;
    this.content = content;
    this.decision = decision;
    this.applied =
        !decision.fresh()
            && keeper
                .current()
                .filter(secret -> AppliedVersion.matches(statusBefore(), secret))
                .isPresent();
  }

  private Fields statusBefore() {
    return user.status().object("secret");
  }

  @Override
  public Optional<SecretText> password() {
    return Optional.of(decision.password());
  }

  @Override
  public boolean applied() {
    return applied;
  }

  @Override
  public void write() {
    boolean existed = keeper.current().isPresent();
    boolean changed;
    if (keeper == reader) {
      changed = reader.publish(secrets, events, keeperContent());
    } else {
      changed = keeper.write(secrets, keeperContent());
      reader.publish(secrets, events, content);
    }
    written = true;
    formerKeeper.ifPresent(secrets::delete);
    if (decision.rotated()) {
      events.normal(user, "PasswordRotated", "a new password is in Secret " + reader.name());
    } else if (decision.fresh() && statusBefore().has("uid")) {
      events.normal(
          user,
          "SecretRegenerated",
          "Secret %s was lost; it has a new password".formatted(reader.name()));
    } else if (changed && !existed && user.status().has("user")) {
      // a login that is made with it has an Event of its own
      events.normal(user, "SecretCreated", "the login is in Secret " + reader.name());
    }
  }

  private CredentialContents.Content keeperContent() {
    Map<String, String> annotations =
        new TreeMap<>(keeper == reader ? content.annotations() : Map.of());
    if (!decision.token().isEmpty()) {
      annotations.put(ROTATED_FOR, decision.token());
    }
    if (!decision.changedAt().isEmpty()) {
      annotations.put(ROTATED_AT, decision.changedAt());
    }
    if (keeper == reader) {
      return new CredentialContents.Content(
          content.type(), content.labels(), annotations, content.data());
    }
    return new CredentialContents.Content(
        "Opaque",
        Map.of(Keys.CREDENTIALS_LABEL, "true", Keys.USER_LABEL, user.name()),
        annotations,
        Map.of(
            "username", SecretText.of(user.spec().text("username", "")),
            "password", decision.password()));
  }

  /** A rotation by that token was asked for and has not been done. */
  boolean awaits(String token) {
    return !token.isEmpty() && !token.equals(decision.token());
  }

  /** When the password in use was made; never empty while a rotation is awaited. */
  String changedAt() {
    return decision.changedAt();
  }

  @Override
  public void markApplied() {
    applied = true;
  }

  @Override
  public String version() {
    String kept = keeper == reader ? keeper.version() : keeper.version() + "|" + reader.version();
    // a password that was made just now is a reason to apply it, though no Secret has changed yet
    return decision.fresh() && !written ? kept + "|new" : kept;
  }

  @Override
  public Map<String, Object> status() {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("name", reader.name());
    block.put("namespace", reader.namespace());
    Optional<Secret> kept = keeper.current();
    if (applied && kept.isPresent()) {
      AppliedVersion.put(block, kept.get());
    }
    if (!decision.changedAt().isEmpty()) {
      block.put("lastRotatedAt", decision.changedAt());
    }
    return block;
  }
}
