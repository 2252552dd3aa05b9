package io.dbprovision.core.credential;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One Secret of ours: whether it is really ours, and whether it says what it should. A Secret of
 * anybody else is never touched.
 */
final class SecretSite {
  private final CustomResource user;
  private final String namespace;
  private final String name;
  private @Nullable Secret current;

  SecretSite(CustomResource user, String namespace, String name, Optional<Secret> current) {
    this.user = user;
    this.namespace = namespace;
    this.name = name;
    this.current = current.orElse(null);
    if (this.current != null && !ours(user, this.current)) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          "spec.passwordSecret.secretName",
          "Secret %s/%s exists and does not belong to this DatabaseUser; choose another name or delete that Secret"
              .formatted(namespace, name));
    }
  }

  /**
   * @param references saves asking for a Secret that a new user cannot have yet; should there be
   *     one after all, then creating it fails, and the next look finds it
   */
  static SecretSite read(
      Secrets secrets, References references, CustomResource user, String namespace, String name) {
    boolean first =
        !user.status().has("secret") && references.absent(References.Type.SECRET, namespace, name);
    return new SecretSite(
        user, namespace, name, first ? Optional.empty() : secrets.get(namespace, name));
  }

  static boolean ours(CustomResource user, Secret secret) {
    return user.metadata().uid().equals(secret.controller())
        || ownerMark(user).equals(secret.annotations().get(Keys.OWNED_BY));
  }

  /** Ownership across namespaces, where an ownerReference cannot point. */
  static String ownerMark(CustomResource user) {
    return user.namespace() + "/" + user.name() + "/" + user.metadata().uid();
  }

  /**
   * Lets one Secret of ours go with its user; does nothing to anybody else's.
   *
   * @param keep true when the login stays usable
   */
  static void release(
      Secrets secrets, CustomResource user, String namespace, String name, boolean keep) {
    Optional<Secret> secret = secrets.get(namespace, name).filter(found -> ours(user, found));
    if (keep) {
      secret.ifPresent(found -> secrets.release(found, user.key()));
    } else {
      secret.ifPresent(secrets::delete);
    }
  }

  String namespace() {
    return namespace;
  }

  String name() {
    return name;
  }

  Optional<Secret> current() {
    return Optional.ofNullable(current);
  }

  /** Changes with every write to the Secret; empty while it is not there. */
  String version() {
    return current == null ? "" : current.uid() + ":" + current.resourceVersion();
  }

  /**
   * @return true when it had to be written
   */
  boolean write(Secrets secrets, CredentialContents.Content content) {
    Map<String, String> annotations = new TreeMap<>(content.annotations());
    boolean local = namespace.equals(user.namespace());
    if (!local) {
      annotations.put(Keys.OWNED_BY, ownerMark(user));
    }
    Secrets.Draft draft =
        new Secrets.Draft(
            namespace,
            name,
            content.type(),
            content.labels(),
            annotations,
            content.data(),
            local ? new Secrets.OwnerReference(user.key(), user.metadata().uid()) : null);
    Secret known = current;
    if (known != null && says(known, draft)) {
      return false;
    }
    try {
      if (known != null && !known.type().equals(draft.type())) {
        // Kubernetes never changes the type of a Secret
        secrets.delete(known);
        known = null;
      }
      current = known == null ? secrets.create(draft) : secrets.update(known, draft);
    } catch (KubeException e) {
      throw e.kind() == KubeException.Kind.INVALID ? refused(e) : e;
    }
    return true;
  }

  /** The content is the manifest's wish, so it is the manifest that has to change. */
  private static RuntimeException refused(KubeException e) {
    return EngineException.at(
            ErrorKind.INVALID,
            "spec.passwordSecret.secretTemplate",
            "makes a Secret that Kubernetes refuses: " + e.getMessage())
        .causedBy(e);
  }

  /** Whether it has nothing left of what the template had before. */
  private static boolean sameRecord(Secret secret, Secrets.Draft draft, String key) {
    return secret
        .annotations()
        .getOrDefault(key, "")
        .equals(draft.annotations().getOrDefault(key, ""));
  }

  private static boolean says(Secret secret, Secrets.Draft draft) {
    Map<String, SecretText> data = draft.data();
    return secret.data().equals(data)
        && secret.type().equals(draft.type())
        && sameRecord(secret, draft, Keys.TEMPLATE_LABELS)
        && sameRecord(secret, draft, Keys.TEMPLATE_ANNOTATIONS)
        && secret.labels().entrySet().containsAll(draft.labels().entrySet())
        && secret.annotations().entrySet().containsAll(draft.annotations().entrySet());
  }
}
