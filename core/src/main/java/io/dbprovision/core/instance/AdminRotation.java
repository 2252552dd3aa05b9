package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.core.secret.PasswordGenerator;
import io.dbprovision.core.secret.PasswordPolicy;
import io.dbprovision.core.secret.ShortHash;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.OwnLogin;
import io.dbprovision.spi.SecretText;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Gives the login that the operator itself works as a new password, once for each value of the
 * annotation: into a Secret of our own first, then to the server, then into the admin's Secret. An
 * end at any point is gone on from by whoever looks next. Calls for one instance come one by one.
 */
final class AdminRotation {
  private static final String CONDITION = "PasswordRotated";
  private static final String NEW =
      "the login that the operator works as has a new password, which is in its Secret";

  private final Secrets secrets;
  private final PendingAdmin pending;
  private final Resources resources;
  private final Servers servers;
  private final Events events;
  private final PasswordGenerator passwords;
  private final Map<ResourceKey, String> done = new ConcurrentHashMap<>();

  @Inject
  AdminRotation(
      Secrets secrets,
      PendingAdmin pending,
      Resources resources,
      Servers servers,
      Events events,
      RandomGenerator random) {
    this.secrets = secrets;
    this.pending = pending;
    this.resources = resources;
    this.servers = servers;
    this.events = events;
    this.passwords = new PasswordGenerator(random);
  }

  /** Does what is asked for and not done yet, and says in the status how it went. */
  void advance(ServerState.Available server, StatusDraft draft) {
    CustomResource instance = draft.resource();
    String text = instance.metadata().annotation(Keys.ROTATE_PASSWORD).orElse("");
    String token = text.equals("false") ? "" : text;
    boolean asked = !token.isEmpty() && !token.equals(done.get(instance.key()));
    if (!asked && !pending.unfinished(instance)) {
      return;
    }
    try {
      boolean rotated = rotate(instance, server, token);
      if (rotated || !token.isEmpty()) {
        draft.condition(CONDITION, true, CONDITION, NEW);
      }
      if (rotated) {
        events.normal(instance, CONDITION, NEW);
      }
    } catch (EngineException e) {
      failed(draft, Failure.of(e));
    } catch (KubeException e) {
      if (e.kind() == KubeException.Kind.CONFLICT || e.kind() == KubeException.Kind.UNAVAILABLE) {
        throw e;
      }
      failed(
          draft,
          Failure.of(
              EngineException.of(
                  ErrorKind.PERMISSION, "the Secret cannot be written: " + e.getMessage())));
    }
  }

  private void failed(StatusDraft draft, Failure failure) {
    draft.condition(CONDITION, false, failure.reason(), failure.text());
    events.warning(draft.resource(), "RotationFailed", failure.text());
  }

  /** False when that rotation was done before. */
  private boolean rotate(CustomResource instance, ServerState.Available server, String token) {
    AdminSecret place = AdminSecret.of(instance);
    Secret secret =
        secrets
            .get(place.namespace(), place.name())
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.NOT_FOUND,
                        place.path(),
                        "Secret %s/%s does not exist".formatted(place.namespace(), place.name())));
    Optional<Secret> kept = pending.find(instance, place);
    if (kept.isEmpty()
        && (token.isEmpty() || token.equals(secret.annotations().get(record(instance))))) {
      done.put(instance.key(), token);
      return false;
    }
    Secret next = kept.isPresent() ? kept.get() : begin(instance, server, place, secret, token);
    SecretText password = PendingAdmin.read(next).orElseThrow().password();
    if (!secret.text(place.passwordKey()).filter(password::equals).isPresent()) {
      ownLogin(server).changePassword(password);
      secrets.set(
          secret,
          place.passwordKey(),
          password,
          Map.of(record(instance), next.annotations().getOrDefault(Keys.ROTATED_FOR, token)));
    }
    pending.drop(instance, next);
    done.put(instance.key(), next.annotations().getOrDefault(Keys.ROTATED_FOR, token));
    return true;
  }

  private Secret begin(
      CustomResource instance,
      ServerState.Available server,
      AdminSecret place,
      Secret secret,
      String token) {
    Credentials now = server.endpoint().credentials();
    if (instance.kind().namespaced() && !place.namespace().equals(instance.namespace())) {
      throw EngineException.at(
          ErrorKind.PERMISSION,
          place.path(),
          "%s is another namespace's, which did not agree to have it written".formatted(secret));
    }
    if (secret.controller() != null) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          place.path(),
          "%s is kept by another controller, which would write the old password back"
              .formatted(secret));
    }
    sharedWith(instance, server, place)
        .ifPresent(
            other -> {
              throw EngineException.at(
                  ErrorKind.CONFLICT,
                  place.path(),
                  "%s works as the same login by another Secret; have both use one"
                      .formatted(other));
            });
    ownLogin(server);
    SecretText password = passwords.generate(PasswordPolicy.DEFAULT);
    secrets.checkSet(secret, place.passwordKey(), password);
    return pending.keep(instance, place, new Credentials(now.username(), password), token);
  }

  /** Who would be locked out. */
  private Optional<ResourceKey> sharedWith(
      CustomResource instance, ServerState.Available server, AdminSecret place) {
    return Stream.of(CustomKind.INSTANCE, CustomKind.CLUSTER_INSTANCE)
        .flatMap(kind -> resources.list(kind).stream())
        .filter(other -> !other.key().equals(instance.key()))
        .filter(
            other ->
                servers.state(other.key()) instanceof ServerState.Available there
                    && there.info().identity().isPresent()
                    && there.info().identity().equals(server.info().identity())
                    && there
                        .endpoint()
                        .credentials()
                        .username()
                        .equals(server.endpoint().credentials().username())
                    && !samePlace(AdminSecret.of(other), place))
        .map(CustomResource::key)
        .findFirst();
  }

  private static boolean samePlace(AdminSecret one, AdminSecret other) {
    return one.namespace().equals(other.namespace()) && one.name().equals(other.name());
  }

  private static OwnLogin ownLogin(ServerState.Available server) {
    return server
        .session()
        .capability(OwnLogin.class)
        .orElseThrow(
            () ->
                EngineException.of(
                    ErrorKind.UNSUPPORTED, "this engine cannot change its own login's password"));
  }

  /** Of this instance alone: another one may share the Secret and ask with another token. */
  private static String record(CustomResource instance) {
    return Keys.ROTATED_FOR + "-" + ShortHash.of(instance.key().toString());
  }

  /** The instance is gone. */
  void forget(ResourceKey instance) {
    done.remove(instance);
  }
}
