package io.dbprovision.core.discovery;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What an entry of an instance's list asks for.
 *
 * @param namespace of the object that keeps it; empty when nobody said
 * @param name inside the server
 * @param said whether the entry itself names the namespace, as in {@code team-a/orders}
 */
record Wish(String namespace, String name, boolean said) {
  /** The entries of that annotation; empty without one. */
  static Stream<String> entries(CustomResource instance, String annotation) {
    return Arrays.stream(instance.metadata().annotation(annotation).orElse("").split(",", -1))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .distinct();
  }

  static Wish of(CustomResource instance, String entry) {
    int slash = entry.indexOf('/');
    return slash > 0
        ? new Wish(entry.substring(0, slash), entry.substring(slash + 1), true)
        : plain(instance, entry);
  }

  /**
   * The whole entry is a name. The object goes to the instance's namespace; for an instance of the
   * whole cluster, which has none, to where the admin's Secret is.
   */
  static Wish plain(CustomResource instance, String entry) {
    if (instance.kind().namespaced()) {
      return new Wish(instance.namespace(), entry, false);
    }
    Fields connection = instance.spec().object("connection");
    Fields secret =
        connection.has("secretRef")
            ? connection.object("secretRef")
            : connection.object("existingSecret");
    return new Wish(secret.text("namespace", ""), entry, false);
  }

  /** Only asked for by an object that is there: no instance writes into another namespace. */
  boolean elsewhere(CustomResource instance) {
    return instance.kind().namespaced() && !namespace.equals(instance.namespace());
  }
}
