package io.dbprovision.core.reference;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import java.util.Optional;

/** Reads references out of manifests; a missing namespace is the referring object's own. */
public final class Refs {
  private Refs() {}

  /** The instance that the manifest names, of either scope; empty when it names none. */
  public static Optional<ResourceKey> instance(CustomResource resource) {
    return key(resource, "instanceRef", CustomKind.INSTANCE)
        .or(
            () ->
                resource
                    .spec()
                    .object("clusterInstanceRef")
                    .text("name")
                    .map(name -> new ResourceKey(CustomKind.CLUSTER_INSTANCE, "", name)));
  }

  /** The field of {@link #instance} that a manifest uses, or should. */
  public static String instanceField(CustomResource resource) {
    return resource.spec().has("clusterInstanceRef")
        ? "spec.clusterInstanceRef"
        : "spec.instanceRef";
  }

  /**
   * Whom a grant is for; empty when it names nobody. A cluster-wide grant's role is a cluster-wide
   * one unless a namespace is given.
   */
  public static Optional<ResourceKey> grantee(CustomResource grant) {
    Fields role = grant.spec().object("roleRef");
    boolean clusterRole = !grant.kind().namespaced() && role.text("namespace").isEmpty();
    return key(grant, "userRef", CustomKind.USER)
        .or(
            () ->
                clusterRole
                    ? role.text("name")
                        .map(name -> new ResourceKey(CustomKind.CLUSTER_ROLE, "", name))
                    : key(grant, "roleRef", CustomKind.ROLE));
  }

  /** The field of {@link #grantee} that a manifest uses, or should. */
  public static String granteeField(CustomResource grant) {
    return grant.spec().has("userRef") ? "spec.userRef" : "spec.roleRef";
  }

  /** The database that a grant waits for. */
  public static Optional<ResourceKey> database(CustomResource grant) {
    return key(grant, "databaseRef", CustomKind.DATABASE);
  }

  /** The backup that a restore reads. */
  public static Optional<ResourceKey> backup(CustomResource restore) {
    return key(restore, restore.spec(), "backupRef", CustomKind.BACKUP);
  }

  /** The instance that a restore's target names; empty when it names a database. */
  public static Optional<ResourceKey> restoreInstance(CustomResource restore) {
    Fields target = restore.spec().object("target");
    return key(restore, target, "instanceRef", CustomKind.INSTANCE)
        .or(
            () ->
                target
                    .object("clusterInstanceRef")
                    .text("name")
                    .map(name -> new ResourceKey(CustomKind.CLUSTER_INSTANCE, "", name)));
  }

  /** The database that a restore fills. */
  public static Optional<ResourceKey> restoreDatabase(CustomResource restore) {
    return key(restore, restore.spec().object("target"), "databaseRef", CustomKind.DATABASE);
  }

  /** {@code namespace/name} of a reference block; empty when the block is absent. */
  public static Optional<String> path(CustomResource resource, Fields ref) {
    return ref.text("name").map(name -> ref.text("namespace", resource.namespace()) + "/" + name);
  }

  private static Optional<ResourceKey> key(CustomResource from, String field, CustomKind kind) {
    return key(from, from.spec(), field, kind);
  }

  private static Optional<ResourceKey> key(
      CustomResource from, Fields block, String field, CustomKind kind) {
    Fields ref = block.object(field);
    return ref.text("name")
        .map(name -> new ResourceKey(kind, ref.text("namespace", from.namespace()), name));
  }
}
