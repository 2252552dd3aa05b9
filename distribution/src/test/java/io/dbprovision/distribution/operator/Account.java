package io.dbprovision.distribution.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.install.Rendered;
import io.dbprovision.distribution.install.Right;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The operator's service account with the rights of a kustomization, in a cluster of no nodes. */
final class Account implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAMESPACE = "db-provision-operator-system";
  private static final String NAME = "db-provision-operator-controller-manager";
  private static final String USER = "system:serviceaccount:" + NAMESPACE + ":" + NAME;

  private final DevCluster cluster;
  private final Rendered rights;
  private final Path kubeconfig;
  private final long told;

  /**
   * @param kustomization what it is installed by; the Deployment is left out
   */
  Account(DevCluster cluster, Rendered kustomization) throws IOException {
    this.cluster = cluster;
    this.told = Files.size(auditLog(cluster));
    this.rights =
        kustomization.without(
            object -> !object.path("kind").asText().matches("Namespace|ServiceAccount|.*Role.*"));
    cluster.must(rights.text(), "apply", "-f", "-");
    this.kubeconfig = cluster.kubeconfig().resolveSibling("account.kubeconfig");
    Files.deleteIfExists(kubeconfig);
    Files.copy(cluster.kubeconfig(), kubeconfig);
    String file = "--kubeconfig=" + kubeconfig;
    cluster.must("", "config", file, "set-credentials", "account", "--token=" + token());
    String context = cluster.must("", "config", file, "current-context").strip();
    cluster.must(
        "", "config", file, "set-context", context, "--user=account", "--namespace=" + NAMESPACE);
  }

  /** Of this account, in its own namespace. */
  Path kubeconfig() {
    return kubeconfig;
  }

  String token() {
    return cluster.must("", "create", "token", "-n", NAMESPACE, NAME).strip();
  }

  /** What its Roles and ClusterRoles give it. */
  Set<Right> granted() {
    Set<Right> granted = new TreeSet<>();
    Stream.of("Role", "ClusterRole")
        .flatMap(rights::kind)
        .forEach(role -> granted.addAll(Right.of(role)));
    return granted;
  }

  /**
   * What it has asked the API server for since it was made, by the audit log.
   *
   * @param refused what was, else what was not
   */
  Set<Right> asked(boolean refused) {
    Set<Right> asked = new TreeSet<>();
    for (String line : said()) {
      // a line that is not whole yet is for the next time
      if (line.contains(USER) && line.endsWith("}")) {
        JsonNode event = parsed(line);
        Right right = Right.asked(event);
        if (right != null
            && event.at("/user/username").asText().equals(USER)
            && event.at("/responseStatus/code").asInt() == 403 == refused) {
          asked.add(right);
        }
      }
    }
    return asked;
  }

  private static Path auditLog(DevCluster cluster) {
    return cluster.kubeconfig().resolveSibling("audit.log");
  }

  /** What the audit log says since then: of all the time before it may be very long. */
  private List<String> said() {
    try (InputStream log = Files.newInputStream(auditLog(cluster))) {
      log.skipNBytes(told);
      return new String(log.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cluster.must(rights.withoutKind("Namespace").text(), "delete", "--ignore-not-found", "-f", "-");
  }
}
