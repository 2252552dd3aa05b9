package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.reconcile.InitSqlForecast;
import java.util.Optional;

/**
 * Nobody to ask.
 *
 * @param whyNothing for people
 */
record NoCluster(String whyNothing) implements PlanCluster {
  @Override
  public Fields status(CustomResource manifest) {
    return Fields.empty();
  }

  @Override
  public Optional<InitSqlForecast> initSql(CustomResource database) {
    return InitSqlForecast.ofInline(database);
  }

  @Override
  public void close() {}
}
