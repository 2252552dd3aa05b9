package io.dbprovision.core.discovery;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.spi.Kind;
import java.util.List;

/**
 * One sort of objects that are found.
 *
 * @param list the key of its list in the status
 * @param noun how messages call one
 * @param annotation on an instance, names those to adopt
 * @param made the kind that keeps one
 * @param madeClusterWide the same for an instance of the whole cluster, where nobody named a
 *     namespace
 * @param nameField of the manifest, holds the name inside the server
 */
record Sort(
    Kind kind,
    String list,
    String noun,
    String annotation,
    CustomKind made,
    CustomKind madeClusterWide,
    String nameField) {
  static final List<Sort> ALL =
      List.of(
          new Sort(
              Kind.DATABASE,
              "databases",
              "database",
              Keys.ADOPT_DATABASES,
              CustomKind.DATABASE,
              CustomKind.DATABASE,
              "name"),
          new Sort(
              Kind.USER,
              "users",
              "user",
              Keys.ADOPT_USERS,
              CustomKind.USER,
              CustomKind.USER,
              "username"),
          new Sort(
              Kind.ROLE,
              "roles",
              "role",
              Keys.ADOPT_ROLES,
              CustomKind.ROLE,
              CustomKind.CLUSTER_ROLE,
              "roleName"));

  CustomKind madeFor(CustomResource instance, Wish wish) {
    return instance.kind().namespaced() || wish.said() ? made : madeClusterWide;
  }

  /** A login is a role to some servers: no two of them share a name there. */
  boolean sharesNamesWith(Kind other) {
    return kind.equals(Kind.DATABASE) == other.equals(Kind.DATABASE);
  }
}
