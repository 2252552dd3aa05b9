package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.Repo;
import java.nio.file.Path;

/** One cluster, one server and one operator for all tests of a run. */
record World(DevCluster cluster, PostgresServer server, OperatorUnderTest operator)
    implements AutoCloseable {

  static World start(DevCluster cluster) {
    Path target = Repo.root().resolve("distribution/target");
    cluster.must(
        "",
        "apply",
        "--server-side",
        "-k",
        Repo.root().resolve("distribution/config/crd").toString());
    cluster.must("", "wait", "--for=condition=Established", "--timeout=30s", "crd", "--all");
    Path log = target.resolve("operator-it-" + ProcessHandle.current().pid() + ".log");
    OperatorUnderTest operator = new OperatorUnderTest(cluster.kubeconfig(), log);
    World world = new World(cluster, PostgresServer.start("pg-it"), operator);
    try {
      operator.start();
      return world;
    } catch (RuntimeException | Error e) {
      // nobody else would end it
      world.close();
      throw e;
    }
  }

  @Override
  public void close() {
    operator.close();
    server.close();
  }
}
