package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.Repo;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One cluster, one PostgreSQL and one operator for all tests of a JVM; a MySQL and a MariaDB as
 * soon as somebody asks for them. Thread-safe.
 */
record World(
    DevCluster cluster,
    PostgresServer server,
    OperatorUnderTest operator,
    Map<String, MySqlServer> others)
    implements AutoCloseable {

  static World start(DevCluster cluster) {
    cluster.must(
        "",
        "apply",
        "--server-side",
        "-k",
        Repo.root().resolve("distribution/config/crd").toString());
    cluster.serves();
    Path log = Repo.work().resolve("operator-it-" + ProcessHandle.current().pid() + ".log");
    OperatorUnderTest operator = new OperatorUnderTest(cluster.kubeconfig(), log);
    World world =
        new World(cluster, PostgresServer.start("pg-it"), operator, new ConcurrentHashMap<>());
    try {
      operator.start();
      return world;
    } catch (RuntimeException | Error e) {
      // nobody else would end it
      world.close();
      throw e;
    }
  }

  /**
   * @param product {@code mysql} or {@code mariadb}
   */
  MySqlServer mysql(String product) {
    return others.computeIfAbsent(product, key -> MySqlServer.start(key, "my-it"));
  }

  @Override
  public void close() {
    operator.close();
    others.values().forEach(MySqlServer::close);
    server.close();
  }
}
