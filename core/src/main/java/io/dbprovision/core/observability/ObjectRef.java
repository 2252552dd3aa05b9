package io.dbprovision.core.observability;

import java.util.Locale;

/**
 * A custom resource as metrics name it.
 *
 * @param resourceType the kind in lower case, such as {@code databaseuser}
 * @param namespace empty for cluster-wide kinds
 */
public record ObjectRef(String resourceType, String namespace, String name) {

  /** From the kind as the API writes it, such as {@code DatabaseUser}. */
  public static ObjectRef of(String kind, String namespace, String name) {
    return new ObjectRef(kind.toLowerCase(Locale.ROOT), namespace, name);
  }
}
