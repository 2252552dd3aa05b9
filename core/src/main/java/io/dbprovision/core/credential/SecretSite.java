package io.dbprovision.core.credential;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.core.secret.SecretNames;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One Secret of ours: whether it is really ours, and whether it says what it should. A Secret of
 * anybody else is never touched.
 *
 * <p>An immutable Secret, and the type of any, cannot be changed: another one takes its name. Until
 * that is there its content is in a Secret beside it, where it is found after a crash.
 */
final class SecretSite {
  private final CustomResource user;
  private final String namespace;
  private final String name;
  private @Nullable Secret current;
  private @Nullable Secret aside;

  /** What readers had under another name; it goes when they have this one. */
  private @Nullable Secret moved;

  SecretSite(
      CustomResource user,
      String namespace,
      String name,
      Optional<Secret> current,
      Optional<Secret> aside) {
    this.user = user;
    this.namespace = namespace;
    this.name = name;
    this.current = current.orElse(null);
    this.aside = aside.orElse(null);
    if (this.current != null && !ours(user, this.current)) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          "spec.passwordSecret.secretName",
          "Secret %s/%s exists and %s".formatted(namespace, name, whose(this.current)));
    }
  }

  private static String whose(Secret secret) {
    String mark = secret.annotations().getOrDefault(Keys.OWNED_BY, "");
    if (!secret.controllerName().isEmpty()) {
      return "belongs to %s; choose another name".formatted(secret.controllerName());
    }
    return mark.isEmpty()
        ? "does not belong to this DatabaseUser; choose another name or delete that Secret"
        : "belongs to DatabaseUser %s; choose another name"
            .formatted(mark.substring(0, Math.max(0, mark.lastIndexOf('/'))));
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
        user,
        namespace,
        name,
        first ? Optional.empty() : secrets.get(namespace, name),
        aside(secrets, references, user, namespace, name));
  }

  /** The one of the readers, who may have found it elsewhere before the manifest changed. */
  static SecretSite ofReaders(
      Secrets secrets, References references, CustomResource user, Places places) {
    SecretSite.Place place = places.output(user);
    SecretSite site = read(secrets, references, user, place.namespace(), place.name());
    site.moved =
        places
            .formerOutput(user)
            .flatMap(former -> find(secrets, references, user, former.namespace(), former.name()))
            .orElse(null);
    return site;
  }

  /** What an interrupted replacement left; usually nothing, as the watch tells. */
  private static Optional<Secret> aside(
      Secrets secrets, References references, CustomResource user, String namespace, String name) {
    return find(secrets, references, user, namespace, beside(name));
  }

  /** One of ours, without a claim to its name; costs nothing where the watch knows of none. */
  static Optional<Secret> find(
      Secrets secrets, References references, CustomResource user, String namespace, String name) {
    return references.absent(References.Type.SECRET, namespace, name)
        ? Optional.empty()
        : secrets.get(namespace, name).filter(found -> ours(user, found));
  }

  private static String beside(String name) {
    return SecretNames.valid(name + "-dbops-aside");
  }

  /** Where a Secret is. */
  record Place(String namespace, String name) {}

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
      Secrets secrets, References references, CustomResource user, Place place, boolean keep) {
    Optional<Secret> secret =
        secrets.get(place.namespace(), place.name()).filter(found -> ours(user, found));
    aside(secrets, references, user, place.namespace(), place.name()).ifPresent(secrets::delete);
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

  /** What is known of it, be it only from beside it, or from where it was. */
  Optional<Secret> current() {
    Secret elsewhere = aside == null ? moved : aside;
    return Optional.ofNullable(current == null ? elsewhere : current);
  }

  /** Changes with every write to the Secret; empty while it is not there. */
  String version() {
    return current == null ? "" : current.uid() + ":" + current.resourceVersion();
  }

  /**
   * As {@link #write}, of a Secret that readers have. When it was there, and says something else
   * now, an Event says in which parts; what it took the place of goes.
   */
  boolean publish(Secrets secrets, Events events, CredentialContents.Content content) {
    Secret known = current;
    List<String> changes = known == null ? List.of() : SecretDifference.of(known, draft(content));
    boolean written = write(secrets, content);
    if (!changes.isEmpty()) {
      events.normal(
          user,
          "SecretUpdated",
          "changed in Secret %s: %s".formatted(name, String.join(", ", changes)));
    }
    Secret former = moved;
    if (former != null) {
      secrets.delete(former);
      moved = null;
      events.normal(
          user,
          "SecretUpdated",
          "the login is in Secret %s/%s now; Secret %s/%s is gone"
              .formatted(namespace, name, former.namespace(), former.name()));
    }
    return written;
  }

  /**
   * @return true when it had to be written
   */
  boolean write(Secrets secrets, CredentialContents.Content content) {
    Secrets.Draft draft = draft(content);
    Secret known = current;
    boolean right = known != null && SecretDifference.of(known, draft).isEmpty();
    if (!right) {
      try {
        current =
            known == null ? secrets.create(kept(draft, aside)) : changed(secrets, known, draft);
      } catch (KubeException e) {
        throw e.kind() == KubeException.Kind.INVALID ? refused(e) : e;
      }
    }
    if (aside != null) {
      secrets.delete(aside);
      aside = null;
    }
    return !right;
  }

  private Secrets.Draft draft(CredentialContents.Content content) {
    Map<String, String> annotations = new TreeMap<>(content.annotations());
    boolean local = namespace.equals(user.namespace());
    if (!local) {
      annotations.put(Keys.OWNED_BY, ownerMark(user));
    }
    return new Secrets.Draft(
        namespace,
        name,
        content.type(),
        content.labels(),
        annotations,
        content.data(),
        local ? new Secrets.OwnerReference(user.key(), user.metadata().uid()) : null);
  }

  private Secret changed(Secrets secrets, Secret known, Secrets.Draft draft) {
    if (!known.immutable() && known.type().equals(draft.type())) {
      return secrets.update(known, draft);
    }
    Secrets.Draft next = kept(draft, known);
    // of the same type: what Kubernetes refuses of it, it refuses while the old one is still there
    Secrets.Draft copy =
        new Secrets.Draft(
            namespace,
            beside(name),
            next.type(),
            next.labels(),
            next.annotations(),
            next.data(),
            next.owner());
    if (aside != null) {
      secrets.delete(aside);
    }
    aside = secrets.create(copy);
    secrets.delete(known);
    current = null;
    return secrets.create(next);
  }

  /** With the labels and annotations that others put on the Secret before. */
  private static Secrets.Draft kept(Secrets.Draft draft, @Nullable Secret before) {
    return before == null
        ? draft
        : new Secrets.Draft(
            draft.namespace(),
            draft.name(),
            draft.type(),
            kept(before, Keys.TEMPLATE_LABELS, before.labels(), draft.labels()),
            kept(before, Keys.TEMPLATE_ANNOTATIONS, before.annotations(), draft.annotations()),
            draft.data(),
            draft.owner());
  }

  private static Map<String, String> kept(
      Secret before, String record, Map<String, String> had, Map<String, String> wanted) {
    Set<String> left = Set.of(before.annotations().getOrDefault(record, "").split(",", -1));
    Map<String, String> all = new TreeMap<>(had);
    all.keySet().removeIf(key -> key.startsWith(CustomKind.GROUP + "/") || left.contains(key));
    all.putAll(wanted);
    return all;
  }

  /** The content is the manifest's wish, so it is the manifest that has to change. */
  private static RuntimeException refused(KubeException e) {
    return EngineException.at(
            ErrorKind.INVALID,
            "spec.passwordSecret.secretTemplate",
            "makes a Secret that Kubernetes refuses: " + e.getMessage())
        .causedBy(e);
  }
}
