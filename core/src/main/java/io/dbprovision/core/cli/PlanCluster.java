package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.InitSqlForecast;
import io.dbprovision.spi.Plan;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a cluster knows of manifests that are planned. */
interface PlanCluster extends AutoCloseable {
  /**
   * Where kubectl would put what names no namespace, and who an operator there is on servers that
   * have nothing of it on record; empty where nobody can be asked.
   */
  Optional<Tenant> tenant();

  /** The object as it is; empty when there is none. */
  Optional<CustomResource> find(ResourceKey key);

  /**
   * All objects that may be looked at.
   *
   * @param namespaces of the manifests, for where only these may be looked at
   */
  Known known(Set<String> namespaces);

  /**
   * Objects as they are.
   *
   * @param gap a sentence for people: what is not among them; empty when all are there
   */
  record Known(List<CustomResource> objects, Optional<String> gap) {
    public Known {
      objects = List.copyOf(objects);
    }
  }

  /** Why {@link #find} may know nothing, for people. */
  String whyNothing();

  /**
   * Whether the init statements would run.
   *
   * @param plan of the database's own changes
   * @return empty when there are none, or they are where this cannot read them
   * @throws io.dbprovision.spi.EngineException when they cannot be read, naming the field
   */
  Optional<InitSqlForecast> initSql(CustomResource database, Plan plan);

  @Override
  void close();
}
