package io.dbprovision.core.kube;

import java.util.List;
import java.util.Map;

/** One way to change a stored object, ready to be sent. */
record Patch(String contentType, String query, Object body) {
  /** Whose fields these are; also the name in {@code kubectl get --show-managed-fields}. */
  static final String FIELD_MANAGER = "db-provision-operator";

  static final String MANAGED = "?fieldManager=" + FIELD_MANAGER;

  /** Our fields, all of them; conflicts are ours, since conditions are one field to the server. */
  static Patch apply(Object body) {
    return new Patch("application/apply-patch+yaml", MANAGED + "&force=true", body);
  }

  static Patch merge(Map<String, Object> body) {
    return new Patch("application/merge-patch+json", MANAGED, body);
  }

  /** For built-in types only: lists merge by key. */
  static Patch strategic(Map<String, Object> body) {
    return new Patch("application/strategic-merge-patch+json", MANAGED, body);
  }

  /** The same, judged by the API server and not stored. */
  Patch tried() {
    return new Patch(contentType, query + "&dryRun=All", body);
  }

  static Patch json(List<Map<String, Object>> operations) {
    return new Patch("application/json-patch+json", MANAGED, operations);
  }

  static Map<String, Object> test(String path, Object value) {
    return Map.of("op", "test", "path", path, "value", value);
  }

  static Map<String, Object> replace(String path, Object value) {
    return Map.of("op", "replace", "path", path, "value", value);
  }

  static Map<String, Object> remove(String path) {
    return Map.of("op", "remove", "path", path);
  }
}
