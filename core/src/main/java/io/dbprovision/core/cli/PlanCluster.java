package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.reconcile.InitSqlForecast;
import java.util.Optional;

/** What a cluster knows of manifests that are planned. */
interface PlanCluster extends AutoCloseable {
  /**
   * The status of the manifest's object; empty when the cluster has no such object, or no status.
   */
  Fields status(CustomResource manifest);

  /** Why {@link #status} may know nothing, for people. */
  String whyNothing();

  /**
   * Whether the init statements would run.
   *
   * @return empty when there are none, or they are where this cannot read them
   * @throws io.dbprovision.spi.EngineException when they cannot be read, naming the field
   */
  Optional<InitSqlForecast> initSql(CustomResource database);

  @Override
  void close();
}
