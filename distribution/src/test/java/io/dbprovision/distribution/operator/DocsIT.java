package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.Repo;
import io.dbprovision.distribution.docs.Page;
import io.dbprovision.distribution.docs.PageRun;
import io.dbprovision.distribution.docs.PageRun.Depth;
import io.dbprovision.distribution.stores.S3Place;
import io.dbprovision.testservers.ClientPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every manifest and every command of README.md and {@code docs}, on a real API server, beside the
 * assembled operator. Getting started and the pages of tasks are lived through from their first
 * line to the last, on a PostgreSQL that is nobody else's; what the others say is tried out as far
 * as it changes nothing. What is done with which command is in {@code commands.sh}.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class DocsIT {
  private static final String FIRST = "docs/getting-started.md";
  private static final Path RESOURCES = Repo.root().resolve("distribution/src/test/resources/docs");

  private final DevCluster cluster;
  private final Kubectl demo;

  DocsIT(DevCluster cluster, Scene scene) {
    this.cluster = cluster;
    this.demo = scene.kubectlOf("demo");
  }

  @TestFactory
  Stream<DynamicTest> everyManifestAndEveryCommandIsTrue() throws IOException {
    PostgresServer server = PostgresServer.start("pg-docs");
    // a page makes an admin of this name
    server.superuser().execute("postgres", "ALTER ROLE dbops_admin RENAME TO another_admin");
    cluster.must("", "delete", "namespace", "demo", "--ignore-not-found", "--timeout=50s");
    for (String namespace : new String[] {"team-a", "monitoring", "db-provision-operator-system"}) {
      cluster.kubectl("", "create", "namespace", namespace);
    }
    S3Place store = S3Place.shared();
    Map<String, String> names =
        Map.of(
            "postgres.example.com", server.host(),
            "port: 5432", "port: " + server.port(),
            "https://s3.example.com", store.server().endpoint().toString(),
            "region: eu-central-1", "region: " + store.server().region(),
            "your-access-key", store.server().accessKey(),
            "your-secret-key", store.server().secretKey());
    Map<String, String> environment =
        Map.of(
            "DOCS_TOOLS", cluster.programs().toString(),
            "KUBECONFIG", cluster.kubeconfig().toString(),
            "DOCS_PSQL", ClientPrograms.folder("pg-clients").resolve("15/bin/psql").toString(),
            "PGHOST", server.host(),
            "PGPORT", Integer.toString(server.port()),
            "PGDATABASE", "postgres",
            "PGUSER", server.superuser().username(),
            "PGPASSWORD", server.superuser().password());
    PageRun run = PageRun.in(environment);
    Page first = page(FIRST, names);
    Files.writeString(run.folder().resolve("first.yaml"), first.file("first.yaml"));
    String around = replaced(Files.readString(RESOURCES.resolve("surroundings.yaml")), names);

    return Stream.concat(
            Stream.of(
                DynamicTest.dynamicTest(
                    FIRST, () -> assertThat(run.failures(first, Depth.EVERYTHING)).isEmpty())),
            Page.all().stream()
                .filter(name -> !name.equals(FIRST))
                .map(
                    name ->
                        DynamicTest.dynamicTest(
                            name,
                            () -> {
                              if (depth(name) != Depth.TRIED) {
                                settle(server, first.file("first.yaml") + "---\n" + around);
                              }
                              assertThat(run.failures(page(name, names), depth(name))).isEmpty();
                            })))
        .onClose(server::close);
  }

  private static Depth depth(String name) {
    if (name.startsWith("docs/tasks/")) {
      return Depth.EVERYTHING;
    }
    return name.equals("README.md") || name.equals("docs/concepts.md")
        ? Depth.MANIFESTS
        : Depth.TRIED;
  }

  private static Page page(String name, Map<String, String> names) throws IOException {
    return Page.parse(name, replaced(Files.readString(Repo.root().resolve(name)), names));
  }

  private static String replaced(String text, Map<String, String> names) {
    String out = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      out = out.replace(name.getKey(), name.getValue());
    }
    return out;
  }

  /** What pages begin with: where getting started ended, and what they take for granted. */
  private void settle(PostgresServer server, String objects) {
    cluster.kubectl("", "create", "namespace", "demo");
    // not applied: a page may have had its password changed
    cluster.kubectl(
        Manifests.secret("postgres-admin", "dbops_admin", "choose-one"),
        "create",
        "-n",
        "demo",
        "-f",
        "-");
    cluster.must(objects, "apply", "-f", "-");
    demo.awaitReady(
        "databaseinstance/postgres",
        "database/orders",
        "databaseuser/order-service",
        "databaserole/readers",
        "databaseuser/reporting",
        "databasegrant/order-service");
    server
        .superuser()
        .execute("orders", "CREATE SCHEMA IF NOT EXISTS sales AUTHORIZATION order_service");
  }
}
