package io.dbprovision.distribution.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.DevCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** kubectl in one namespace. Objects are named as kubectl does: {@code database/orders}. */
final class Kubectl {
  static final Duration SOON = Duration.ofSeconds(30);
  private final DevCluster cluster;
  private final String namespace;
  private final Supplier<String> operatorLog;

  Kubectl(DevCluster cluster, String namespace, Supplier<String> operatorLog) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.operatorLog = operatorLog;
  }

  void apply(String yaml) {
    cluster.must(yaml, "apply", "-n", namespace, "-f", "-");
  }

  /** Objects that the API server refuses do not stop the others. */
  Command.Result tryApply(String yaml) {
    return cluster.kubectl(yaml, "apply", "-n", namespace, "-f", "-");
  }

  /** The same, and nothing is stored. */
  Command.Result tryDryRun(String yaml) {
    return cluster.kubectl(yaml, "apply", "--dry-run=server", "-n", namespace, "-f", "-");
  }

  /** What any other command prints, which must succeed. */
  String run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-n", namespace));
    all.addAll(List.of(arguments));
    return cluster.must("", all.toArray(String[]::new));
  }

  void patch(String object, String json) {
    cluster.must("", "patch", "-n", namespace, object, "--type=merge", "-p", json);
  }

  void patchStatus(String object, String json) {
    cluster.must(
        "", "patch", "-n", namespace, object, "--subresource=status", "--type=merge", "-p", json);
  }

  void annotate(String object, String key, String value) {
    String annotation = "dbops.dbprovision.io/" + key + "=" + value;
    cluster.must("", "annotate", "-n", namespace, "--overwrite", object, annotation);
  }

  /** Asks for the deletion and does not wait for it. */
  void delete(String object) {
    cluster.must("", "delete", "-n", namespace, "--wait=false", object);
  }

  /** Asks for the deletion, which may be refused. */
  Command.Result tryDelete(String object) {
    return cluster.kubectl("", "delete", "-n", namespace, "--wait=false", object);
  }

  /** Returns when it is gone. */
  void deleteAndWait(String object) {
    cluster.must("", "delete", "-n", namespace, "--timeout=50s", object);
  }

  /** All objects of a kind; returns when they are gone. */
  void deleteAll(String kind) {
    cluster.must("", "delete", "-n", namespace, "--all", "--timeout=50s", kind);
  }

  /** One text for each object of a kind; empty where the object has no such field. */
  List<String> fields(String kind, String jsonpath, String... more) {
    String range = "jsonpath={range .items[*]}" + jsonpath + "{\"\\n\"}{end}";
    List<String> arguments = new ArrayList<>(List.of("get", "-n", namespace, kind, "-o", range));
    arguments.addAll(List.of(more));
    return cluster.must("", arguments.toArray(String[]::new)).lines().toList();
  }

  /** Those of all Secrets with a label. */
  List<Login> logins(String label) {
    String data = "{.data.host} {.data.port} {.data.username} {.data.password}";
    return fields("secret", data, "-l", label).stream()
        .map(line -> Arrays.stream(line.split(" ")).map(Kubectl::decoded).toList())
        .map(f -> new Login(f.get(0), Integer.parseInt(f.get(1)), f.get(2), f.get(3)))
        .toList();
  }

  /** Asks for the deletion of the whole namespace and does not wait for it. */
  void deleteNamespace() {
    cluster.must("", "delete", "namespace", "--wait=false", namespace);
  }

  /** What is left of it, with its finalizers; empty when it is gone. */
  String namespaceLeft() {
    return cluster.must("", "get", "namespace", "--ignore-not-found", "-o", "yaml", namespace);
  }

  /** For failures: all that the operator looks after, and what it said. */
  String everything() {
    return yaml("databaseinstance", "database", "databaseuser", "databaserole", "databasegrant")
        + operatorLog.get();
  }

  boolean exists(String object) {
    Optional<String> path = ObjectPath.of(namespace, object);
    if (path.isPresent()) {
      return cluster.read(path.get()).isPresent();
    }
    return !cluster
        .must("", "get", "-n", namespace, "--ignore-not-found", "-o", "name", object)
        .isEmpty();
  }

  /** Empty when there is no such field, or no such object. */
  String get(String object, String jsonpath) {
    Optional<String> path = ObjectPath.of(namespace, object);
    Optional<String> field = ObjectPath.field(jsonpath);
    if (path.isPresent() && field.isPresent()) {
      JsonNode value = read(path.get()).at(field.get());
      // kubectl has its own way to write the others
      if (value.isValueNode() || value.isMissingNode()) {
        return value.asText();
      }
    }
    return cluster.must(
        "", "get", "-n", namespace, "--ignore-not-found", "-o", "jsonpath=" + jsonpath, object);
  }

  private String pathOf(String object) {
    return ObjectPath.of(namespace, object)
        .orElseThrow(() -> new IllegalArgumentException(object + " is of no kind with conditions"));
  }

  private JsonNode read(String path) {
    return cluster.read(path).orElseGet(MissingNode::getInstance);
  }

  String message(String object, String type) {
    return ObjectPath.condition(read(pathOf(object)), type).path("message").asText();
  }

  String yaml(String... kinds) {
    List<String> arguments = new ArrayList<>(List.of("get", "-n", namespace, "-o", "yaml"));
    arguments.add(String.join(",", kinds));
    return cluster.must("", arguments.toArray(String[]::new));
  }

  /** The decoded value, empty when there is none. */
  String secret(String name, String key) {
    return decoded(get("secret/" + name, "{.data." + key + "}"));
  }

  private static String decoded(String data) {
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  Login login(String secret) {
    return new Login(
        secret(secret, "host"),
        Integer.parseInt(secret(secret, "port")),
        secret(secret, "username"),
        secret(secret, "password"));
  }

  void awaitReady(String... objects) {
    for (String object : objects) {
      await(object, "Ready=True");
    }
  }

  void await(String object, String condition) {
    await(object, condition, SOON);
  }

  /**
   * @param condition {@code Type=Status} or {@code Type=Status/Reason}
   */
  void await(String object, String condition, Duration atMost) {
    int equals = condition.indexOf('=');
    String type = condition.substring(0, equals);
    String wanted = condition.substring(equals + 1);
    String path = pathOf(object);
    Await.until(
        object + " has " + condition,
        atMost,
        () -> {
          JsonNode now = ObjectPath.condition(read(path), type);
          String status = now.path("status").asText();
          return wanted.equals(status) || wanted.equals(status + "/" + now.path("reason").asText());
        },
        () -> show(object));
  }

  void awaitGone(String object) {
    Await.until(object + " is gone", SOON, () -> !exists(object), () -> show(object));
  }

  /** For failures: the object and what the operator said. */
  String show(String object) {
    String kind = object.substring(0, object.indexOf('/'));
    // a Secret's contents do not belong into a report
    String text =
        kind.equals("secret")
            ? object
            : cluster.must("", "get", "-n", namespace, "--ignore-not-found", "-o", "yaml", object);
    return text + operatorLog.get();
  }
}
