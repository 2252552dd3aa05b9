package io.dbprovision.spi;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  private static final String RECORD = "dbops:1:";

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

  /**
   * The record as a text for the server to keep, for engines that have no form of their own: ASCII
   * letters, digits and {@code .-_*+%:/}, so it needs no quoting. {@link #ofRecord} reads it.
   */
  public String toRecord() {
    return Stream.of(cluster, operator, namespace, name, uid)
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
        .collect(Collectors.joining("/", RECORD, ""));
  }

  /** Reads what {@link #toRecord} wrote; empty for every other text. */
  public static Optional<Owner> ofRecord(String text) {
    if (!text.startsWith(RECORD)) {
      return Optional.empty();
    }
    try {
      List<String> parts =
          Arrays.stream(text.substring(RECORD.length()).split("/", -1))
              .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
              .toList();
      return parts.size() == 5
          ? Optional.of(
              new Owner(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4)))
          : Optional.empty();
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
