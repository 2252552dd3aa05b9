package io.dbprovision.core.credential;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.credential.Turn.Login;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator's own Secret holds of the logins that take turns.
 *
 * @param activeOrNull in the hands of the readers
 * @param nextOrNull about to be
 * @param previousOrNull was, before the active one
 * @param token of the rotation that was asked for last; empty for none
 * @param changedAt when the active one was handed over; empty when not known
 */
record Kept(
    @Nullable Login activeOrNull,
    @Nullable Login nextOrNull,
    @Nullable String previousOrNull,
    String token,
    String changedAt) {
  private static final String NEXT = "next-";
  private static final String PREVIOUS = "previous-username";

  static Kept of(Login active, String token, String changedAt) {
    return new Kept(active, null, null, token, changedAt);
  }

  /** Nothing that works is known any more. */
  static Kept lost(String name) {
    return new Kept(null, null, name.isEmpty() ? null : name, "", "");
  }

  static Optional<Kept> read(Secret secret) {
    Login active = login(secret, "");
    Login next = login(secret, NEXT);
    return active == null && next == null
        ? Optional.empty()
        : Optional.of(
            new Kept(
                active,
                next,
                secret.text(PREVIOUS).map(SecretText::reveal).orElse(null),
                secret.annotations().getOrDefault(GeneratedCredential.ROTATED_FOR, ""),
                secret.annotations().getOrDefault(GeneratedCredential.ROTATED_AT, "")));
  }

  private static @Nullable Login login(Secret secret, String prefix) {
    Optional<SecretText> name = secret.text(prefix + "username");
    Optional<SecretText> password = secret.text(prefix + "password");
    return name.isPresent() && password.isPresent()
        ? new Login(name.get().reveal(), password.get())
        : null;
  }

  Optional<Login> active() {
    return Optional.ofNullable(activeOrNull);
  }

  boolean pending() {
    return nextOrNull != null;
  }

  Optional<String> previous() {
    return Optional.ofNullable(previousOrNull);
  }

  /** The names of all that it speaks of. */
  Set<String> logins() {
    Set<String> names = new LinkedHashSet<>();
    Stream.of(Optional.ofNullable(nextOrNull), active())
        .flatMap(Optional::stream)
        .forEach(login -> names.add(login.name()));
    previous().ifPresent(names::add);
    return names;
  }

  Login newest() {
    return nextOrNull != null
        ? nextOrNull
        : Objects.requireNonNull(activeOrNull, "a turn has a login");
  }

  Kept changedAt(Instant time) {
    return new Kept(activeOrNull, nextOrNull, previousOrNull, token, time.toString());
  }

  Kept begin(Login next, String forToken) {
    return new Kept(activeOrNull, next, previousOrNull, forToken, changedAt);
  }

  Kept handedOver(Instant now) {
    return new Kept(
        nextOrNull,
        null,
        activeOrNull == null ? previousOrNull : activeOrNull.name(),
        token,
        now.toString());
  }

  CredentialContents.Content content(CustomResource user) {
    Map<String, SecretText> data = new TreeMap<>();
    put(data, "", activeOrNull);
    put(data, NEXT, nextOrNull);
    previous().ifPresent(name -> data.put(PREVIOUS, SecretText.of(name)));
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(GeneratedCredential.ROTATED_FOR, token);
    annotations.put(GeneratedCredential.ROTATED_AT, changedAt);
    return new CredentialContents.Content(
        "Opaque",
        Map.of(Keys.CREDENTIALS_LABEL, "true", Keys.USER_LABEL, user.name()),
        annotations,
        data);
  }

  private static void put(Map<String, SecretText> data, String prefix, @Nullable Login login) {
    if (login != null) {
      data.put(prefix + "username", SecretText.of(login.name()));
      data.put(prefix + "password", login.password());
    }
  }
}
