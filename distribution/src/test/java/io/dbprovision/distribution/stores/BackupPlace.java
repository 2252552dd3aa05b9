package io.dbprovision.distribution.stores;

import java.util.List;

/** A place for backups, as a manifest names it and as it is seen from behind. Thread-safe. */
public interface BackupPlace {
  /**
   * What is under {@code storage}, in one line of YAML.
   *
   * @param prefix of all keys
   * @param more fields of the store's block
   */
  String storage(String prefix, String... more);

  /** What lets in, entries of a Secret in one line of YAML; empty when nothing has to. */
  String login();

  /** The Secret {@code store} that {@link #storage} names, a document of YAML. */
  default String secrets() {
    return login().isEmpty() ? "" : secret("store", login());
  }

  /** What is stored there and begins with that, in order. */
  List<String> keys(String start);

  /** One line of YAML. */
  static String block(String type, List<String> fields, String... more) {
    StringBuilder text = new StringBuilder(String.join(", ", fields));
    for (String field : more) {
      text.append(", ").append(field);
    }
    return "{type: %s, %s: {%s}}".formatted(type, type, text);
  }

  /** A document of YAML, after its separator. */
  static String secret(String name, String data) {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: %s}
    stringData: {%s}
    """
        .formatted(name, data);
  }
}
