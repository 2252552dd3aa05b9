import java.util.Base64;

/**
 * The writes that an object costs at least, by a loop that does nothing else: a finalizer, a Secret
 * (a database has none), a status. There is no operator meanwhile.
 */
final class ApiFloor {
  private static final String NAMESPACE = "floor";

  private final Api api;
  private final String plural;
  private final int count;

  ApiFloor(Api api, String plural, int count) {
    this.api = api;
    this.plural = plural;
    this.count = count;
  }

  /** Objects per second, by that many threads. */
  double perSecond(int threads) throws Exception {
    String path = Api.GROUP + NAMESPACE + "/" + plural;
    Crowd.run(count, 8, n -> api.create(path, Objects.manifest(plural, name(n))));
    double seconds = Crowd.run(count, threads, n -> write(path, name(n)));
    Crowd.run(count, 8, n -> remove(path, name(n)));
    return count / seconds;
  }

  private static String name(int number) {
    return "floor-" + number;
  }

  private void write(String path, String name) throws Exception {
    api.patch(
        path + "/" + name,
        "application/merge-patch+json",
        "{\"metadata\": {\"finalizers\": [\"dbops.dbprovision.io/floor\"]}}");
    if (plural.equals("databaseusers")) {
      api.create(secrets(), secret(name));
    }
    api.patch(
        path + "/" + name + "/status?fieldManager=floor&force=true",
        "application/apply-patch+yaml",
        status(name));
  }

  private static String secrets() {
    return "/api/v1/namespaces/" + NAMESPACE + "/secrets";
  }

  private void remove(String path, String name) throws Exception {
    api.patch(
        path + "/" + name,
        "application/merge-patch+json",
        "{\"metadata\": {\"finalizers\": null}}");
    api.delete(path + "/" + name);
    if (plural.equals("databaseusers")) {
      api.delete(secrets() + "/" + name + "-credentials");
    }
  }

  private static String secret(String name) {
    String value = Base64.getEncoder().encodeToString("a-password-of-32-characters-here".getBytes());
    return """
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "%s-credentials"},
         "data": {"username": "%s", "password": "%s", "host": "%s", "port": "%s"}}"""
        .formatted(name, value, value, value, value);
  }

  private String status(String name) {
    String condition =
        "{\"type\": \"%s\", \"status\": \"True\", \"reason\": \"ReconcileSuccess\", \"message\": \"as the manifest says\","
            + " \"observedGeneration\": 1, \"lastTransitionTime\": \"2026-01-01T00:00:00Z\"}";
    return """
        {"apiVersion": "dbops.dbprovision.io/v1alpha1", "kind": "%s", "metadata": {"name": "%s"},
         "status": {"phase": "Ready", "message": "as the manifest says", "observedGeneration": 1,
           "conditions": [%s, %s]}}"""
        .formatted(
            plural.equals("databaseusers") ? "DatabaseUser" : "Database",
            name,
            condition.formatted("Ready"),
            condition.formatted("Synced"));
  }
}
