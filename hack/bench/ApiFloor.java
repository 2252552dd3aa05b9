import java.util.Base64;

/**
 * The writes that an object costs at least, by a loop that does nothing else: a finalizer, a Secret
 * (of a user only), a status. There is no operator meanwhile.
 */
final class ApiFloor {
  private static final String NAMESPACE = "floor";
  private static final String TIME = "2026-01-01T00:00:00Z";

  private final Api api;
  private final Manifests manifests;
  private final String plural;
  private final int count;

  ApiFloor(Api api, Manifests manifests, String plural, int count) {
    this.api = api;
    this.manifests = manifests;
    this.plural = plural;
    this.count = count;
  }

  /**
   * Objects per second.
   *
   * @param writes when the objects are there
   * @param withCreation when they have to be created too, as it is while an operator works
   */
  record Rate(double writes, double withCreation) {}

  /** By that many threads. */
  Rate perSecond(int threads) throws Exception {
    String path = Api.GROUP + NAMESPACE + "/" + plural;
    double creating = Crowd.run(count, 8, n -> api.create(path, manifests.of(plural, name(n))));
    double writing = Crowd.run(count, threads, n -> write(path, name(n)));
    Crowd.run(count, 8, n -> remove(path, name(n)));
    return new Rate(count / writing, count / (creating + writing));
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
    return """
        {"apiVersion": "v1", "kind": "Secret",
         "metadata": {"name": "%s-credentials",
           "labels": {"app.kubernetes.io/managed-by": "db-provision-operator", "dbops.dbprovision.io/credentials": "true",
             "dbops.dbprovision.io/user": "%s"},
           "annotations": {"dbops.dbprovision.io/rotated-at": "%s"}},
         "data": {"username": "%s", "password": "%s", "host": "%s", "port": "%s"}}"""
        .formatted(
            name,
            name,
            TIME,
            base64(name),
            base64("a-password-of-32-characters-here"),
            base64("127.0.0.1"),
            base64("5432"));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes());
  }

  /** As the operator's own is, field by field. */
  private String status(String name) {
    String condition =
        """
        {"type": "%s", "status": "True", "reason": "ReconcileSuccess", "message": "%s",
         "observedGeneration": 1, "lastTransitionTime": "%s"}""";
    return """
        {"apiVersion": "dbops.dbprovision.io/v1alpha1", "kind": "%s", "metadata": {"name": "%s"},
         "status": {"phase": "Ready", "message": "as the manifest says", "observedGeneration": 1,
           "reconcileID": "7af17a92", "lastReconcileTime": "%s", "appliedInputs": "9ce6db8e31d186b408eafd0c29b51a31",
           "drift": {"detected": false, "diffs": [], "lastChecked": "%s"},
           "conditions": [%s, %s], %s}}"""
        .formatted(
            Manifests.kind(plural),
            name,
            TIME,
            TIME,
            condition.formatted("Ready", "as the manifest says", TIME),
            condition.formatted("Synced", "the server agrees with the manifest", TIME),
            block(name));
  }

  private String block(String name) {
    return switch (plural) {
      case "databaseusers" ->
          """
          "user": {"createdAt": "%s", "username": "%s"},
          "secret": {"appliedVersion": "12345", "lastRotatedAt": "%s", "name": "%s-credentials", "namespace": "floor",
            "uid": "85454ba6-96ff-4913-ace9-c59e37158021"}"""
              .formatted(TIME, name, TIME, name);
      case "databases" ->
          """
          "database": {"createdAt": "%s", "name": "%s", "owner": "dbops_admin", "sizeBytes": 7447043},
          "postgres": {"collation": "C.UTF-8", "encoding": "UTF8"}"""
              .formatted(TIME, name);
      default ->
          """
          "applied": ["database data_0 CONNECT", "schema data_0 public USAGE", "table data_0 public * SELECT"],
          "appliedGrants": {"defaultPrivileges": 0, "directGrants": 3, "roles": []},
          "grantee": {"kind": "DatabaseUser", "name": "user-0", "namespace": "floor"}""";
    };
  }
}
