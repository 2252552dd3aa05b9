package io.dbprovision.spi;

import java.util.Objects;

/**
 * Who owns a server object: the Kubernetes object that asked for it. Kept in the server by the
 * engine, so that two operators, two clusters or two objects never fight over one database.
 *
 * @param cluster identifies the Kubernetes cluster
 * @param operator identifies the operator within it
 * @param namespace of the object; empty for a cluster-scoped one
 * @param name of the object
 * @param uid of the object: a recreated object of the same name is another owner
 */
public record Owner(String cluster, String operator, String namespace, String name, String uid) {
  public Owner {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(operator, "operator");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(uid, "uid");
  }

  /** True when both belong to one tenant: the same namespace of the same cluster. */
  public boolean sameTenant(Owner other) {
    return cluster.equals(other.cluster) && namespace.equals(other.namespace);
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
