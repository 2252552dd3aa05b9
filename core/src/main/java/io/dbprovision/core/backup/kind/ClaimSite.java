package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.ResourceKey;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A claim that a manifest names.
 *
 * @param owner whose manifest it is: the claim is in its namespace
 * @param root where the operator has volumes, or would have them
 * @param byWorkers whether only pods of that namespace can open it, and the operator cannot
 */
record ClaimSite(ResourceKey owner, String name, Path root, boolean byWorkers) {
  ClaimSite {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(root, "root");
  }

  /** Where it is in the file system of the operator, or would be: no other claim's. */
  Path folder() {
    return root.resolve(owner.namespace()).resolve(name);
  }
}
