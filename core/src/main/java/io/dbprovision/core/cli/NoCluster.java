package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.InitSqlForecast;
import io.dbprovision.spi.Plan;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Nobody to ask.
 *
 * @param whyNothing for people
 */
record NoCluster(String whyNothing) implements PlanCluster {
  @Override
  public Optional<Tenant> tenant() {
    return Optional.empty();
  }

  @Override
  public Optional<CustomResource> find(ResourceKey key) {
    return Optional.empty();
  }

  @Override
  public Known known(Set<String> namespaces) {
    return new Known(List.of(), Optional.empty());
  }

  @Override
  public Optional<InitSqlForecast> initSql(CustomResource database, Plan plan) {
    return InitSqlForecast.ofInline(database, plan);
  }

  @Override
  public void close() {}
}
