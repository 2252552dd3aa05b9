package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.core.secret.SecretNames;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.SecretText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The admin password that is on its way to the server, in a second Secret beside the admin's: from
 * before the server learns it until the admin's Secret has it. So it is never known to the server
 * alone. That Secret outlives the instance, for the same reason.
 */
public final class PendingAdmin {
  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";

  private final Secrets secrets;
  private final Set<ResourceKey> lent = ConcurrentHashMap.newKeySet();

  @Inject
  public PendingAdmin(Secrets secrets) {
    this.secrets = secrets;
  }

  /** For a server that refuses the admin's Secret: it may have the next password already. */
  Optional<Credentials> lend(CustomResource instance) {
    try {
      Optional<Credentials> found =
          find(instance, AdminSecret.of(instance)).flatMap(PendingAdmin::read);
      if (found.isPresent()) {
        lent.add(instance.key());
      }
      return found;
    } catch (EngineException e) {
      return Optional.empty(); // it says nowhere where to look
    }
  }

  /** Whether a rotation has to be ended before the admin's own Secret works again. */
  boolean unfinished(CustomResource instance) {
    return lent.contains(instance.key());
  }

  Optional<Secret> find(CustomResource instance, AdminSecret place) {
    return secrets
        .get(place.namespace(), name(instance))
        .filter(found -> mark(instance).equals(found.annotations().get(Keys.OWNED_BY)));
  }

  static Optional<Credentials> read(Secret pending) {
    return pending
        .text(USERNAME)
        .flatMap(
            name ->
                pending.text(PASSWORD).map(password -> new Credentials(name.reveal(), password)));
  }

  Secret keep(CustomResource instance, AdminSecret place, Credentials next, String token) {
    return secrets.create(
        new Secrets.Draft(
            place.namespace(),
            name(instance),
            "Opaque",
            Map.of(Keys.CREDENTIALS_LABEL, "true"),
            Map.of(Keys.OWNED_BY, mark(instance), Keys.ROTATED_FOR, token),
            Map.of(USERNAME, SecretText.of(next.username()), PASSWORD, next.password()),
            null));
  }

  void drop(CustomResource instance, Secret pending) {
    secrets.delete(pending);
    lent.remove(instance.key());
  }

  private static String name(CustomResource instance) {
    return SecretNames.valid(
        instance.name() + (instance.kind().namespaced() ? "-dbops-admin" : "-dbops-cluster-admin"));
  }

  private static String mark(CustomResource instance) {
    return instance.key().toString();
  }
}
