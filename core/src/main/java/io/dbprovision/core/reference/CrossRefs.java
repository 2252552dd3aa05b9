package io.dbprovision.core.reference;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reference.CrossRef.Target;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.core.secret.SecretNames;
import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The references of manifests that may lead into another namespace: each field once, for those who
 * follow it and for those who list them all.
 */
public final class CrossRefs {
  /** In {@code status.backup}: which Secret the key of a backup was in. */
  public static final String KEY_SECRET = "keySecretRef";

  private static final String PASSWORD_SECRET = "passwordSecret";

  private CrossRefs() {}

  /** All that are in effect, into the object's own namespace, too. */
  public static List<CrossRef> of(CustomResource resource) {
    Kind kind = resource.kind().spi();
    if (kind.equals(Kind.INSTANCE)) {
      return list(Stream.of(admin(resource), certificates(resource)));
    }
    if (kind.equals(Kind.BACKUP)) {
      return Stream.of(
              Refs.database(resource).map(CrossRefs::database).stream(),
              stored(resource, "spec", resource.spec()),
              formerKey(resource).stream())
          .flatMap(all -> all)
          .toList();
    }
    if (kind.equals(Kind.RESTORE)) {
      return restore(resource);
    }
    if (kind.equals(Kind.GRANT)) {
      return list(
          Stream.of(
              Refs.grantee(resource).map(key -> grantee(resource, key)),
              Refs.database(resource).map(CrossRefs::database)));
    }
    Optional<CrossRef> home = Refs.instance(resource).map(key -> instance(resource, key));
    if (kind.equals(Kind.USER)) {
      return list(Stream.of(home, password(resource).or(() -> Optional.of(output(resource)))));
    }
    return kind.equals(Kind.DATABASE)
        ? list(Stream.of(home, script(resource)))
        : list(Stream.of(home));
  }

  private static List<CrossRef> list(Stream<Optional<CrossRef>> all) {
    return all.flatMap(Optional::stream).toList();
  }

  private static List<CrossRef> restore(CustomResource restore) {
    return Stream.of(
            Refs.backup(restore).map(CrossRefs::backup).stream(),
            Refs.restoreInstance(restore).map(CrossRefs::restoreInstance).stream(),
            Refs.restoreDatabase(restore).map(CrossRefs::restoreDatabase).stream(),
            restore.spec().has("backupRef")
                ? Stream.<CrossRef>of()
                : stored(restore, "spec.fromPath", restore.spec().object("fromPath")))
        .flatMap(all -> all)
        .toList();
  }

  public static CrossRef backup(ResourceKey backup) {
    return new CrossRef("spec.backupRef", new Target.Resource(backup));
  }

  public static CrossRef restoreDatabase(ResourceKey database) {
    return new CrossRef("spec.target.databaseRef", new Target.Resource(database));
  }

  public static CrossRef restoreInstance(ResourceKey instance) {
    return new CrossRef(
        instance.kind().namespaced() ? "spec.target.instanceRef" : "spec.target.clusterInstanceRef",
        new Target.Resource(instance));
  }

  /** The Secrets that a place of storage and its encryption name. */
  private static Stream<CrossRef> stored(CustomResource from, String path, Fields block) {
    Fields storage = block.object("storage");
    String store = storage.text("type", "");
    return Stream.concat(
        storeSecrets(from, path + ".storage." + store, storage.object(store)).values().stream(),
        encryptionKey(from, path + ".encryption", block.object("encryption")).stream());
  }

  /**
   * The Secrets that a store's block names, by the block's field: {@code secretRef} and those that
   * end in {@code SecretRef}.
   *
   * @param path of the block
   */
  public static Map<String, CrossRef> storeSecrets(CustomResource from, String path, Fields block) {
    Map<String, CrossRef> refs = new TreeMap<>();
    for (String field : block.values().keySet()) {
      if (field.equals("secretRef") || field.endsWith("SecretRef")) {
        secret(from, path + "." + field, block.object(field))
            .ifPresent(ref -> refs.put(field, ref));
      }
    }
    return refs;
  }

  /**
   * Where an encryption key is; empty when nothing is to be encrypted, or no Secret is named.
   *
   * @param path of the block
   */
  public static Optional<CrossRef> encryptionKey(
      CustomResource from, String path, Fields encryption) {
    return encryption.flag("enabled", false)
        ? secret(from, path + ".secretRef", encryption.object("secretRef"))
        : Optional.empty();
  }

  /**
   * Where the key is that a backup was last wrapped with, as its status remembers it; empty when
   * its manifest names that Secret, too.
   */
  public static Optional<CrossRef> formerKey(CustomResource backup) {
    String path = "status.backup." + KEY_SECRET;
    Optional<CrossRef> now =
        encryptionKey(backup, "spec.encryption", backup.spec().object("encryption"));
    return secret(backup, path, backup.status().object("backup").object(KEY_SECRET))
        .filter(former -> now.filter(ref -> ref.target().equals(former.target())).isEmpty());
  }

  public static CrossRef instance(CustomResource resource, ResourceKey instance) {
    return new CrossRef(Refs.instanceField(resource), new Target.Resource(instance));
  }

  public static CrossRef grantee(CustomResource grant, ResourceKey grantee) {
    return new CrossRef(Refs.granteeField(grant), new Target.Resource(grantee));
  }

  public static CrossRef database(ResourceKey database) {
    return new CrossRef("spec.databaseRef", new Target.Resource(database));
  }

  /** An instance's admin login; empty when the manifest names none. */
  public static Optional<CrossRef> admin(CustomResource instance) {
    Fields connection = instance.spec().object("connection");
    String field = connection.has("secretRef") ? "secretRef" : "existingSecret";
    return secret(instance, "spec.connection." + field, connection.object(field));
  }

  /** An instance's certificates, which are where its admin login is; empty without any. */
  public static Optional<CrossRef> certificates(CustomResource instance) {
    Fields tls = instance.spec().object("tls");
    String namespace = admin(instance).map(CrossRef::namespace).orElse(instance.namespace());
    return tls.flag("enabled", false)
        ? tls.object("secretRef")
            .text("name")
            .map(name -> new CrossRef("spec.tls.secretRef", new Target.Secret(namespace, name)))
        : Optional.empty();
  }

  /** Where a user's password is that somebody else makes; empty when the operator does. */
  public static Optional<CrossRef> password(CustomResource user) {
    Fields existing = user.spec().object("existingPasswordSecret");
    Fields wanted = user.spec().object(PASSWORD_SECRET);
    if (RotationPolicy.takesTurns(user)) {
      return Optional.empty();
    }
    if (!existing.isEmpty()) {
      String namespace = existing.text("namespace", user.namespace());
      return Optional.of(
          new CrossRef(
              "spec.existingPasswordSecret",
              new Target.Secret(namespace, existing.text("name", ""))));
    }
    return wanted.flag("generate", true)
        ? Optional.empty()
        : Optional.of(
            new CrossRef(
                "spec." + PASSWORD_SECRET,
                new Target.Secret(outputNamespace(user), outputName(user))));
  }

  /** Where a user's readers get the password that the operator makes. */
  public static CrossRef output(CustomResource user) {
    return new CrossRef(
        "spec." + PASSWORD_SECRET + ".secretNamespace",
        new Target.NewSecret(outputNamespace(user)));
  }

  private static String outputNamespace(CustomResource user) {
    return user.spec().object(PASSWORD_SECRET).text("secretNamespace", user.namespace());
  }

  private static String outputName(CustomResource user) {
    String usual = user.spec().text("username", "") + "-credentials";
    return SecretNames.valid(user.spec().object(PASSWORD_SECRET).text("secretName", usual));
  }

  /** A database's init SQL; empty when it is in the manifest, or there is none. */
  public static Optional<CrossRef> script(CustomResource database) {
    Fields spec = database.spec().object("initSQL");
    Fields map = spec.object("configMapRef");
    if (spec.has("inline")) {
      return Optional.empty();
    }
    if (map.isEmpty()) {
      return secret(database, "spec.initSQL.secretRef", spec.object("secretRef"));
    }
    String namespace = map.text("namespace", database.namespace());
    return Optional.of(
        new CrossRef(
            "spec.initSQL.configMapRef", new Target.ConfigMap(namespace, map.text("name", ""))));
  }

  private static Optional<CrossRef> secret(CustomResource from, String path, Fields ref) {
    return ref.text("name")
        .map(
            name ->
                new CrossRef(
                    path, new Target.Secret(ref.text("namespace", from.namespace()), name)));
  }
}
