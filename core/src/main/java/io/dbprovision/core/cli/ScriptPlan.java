package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.reconcile.InitSqlForecast;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import java.util.List;
import java.util.Optional;

/** Says whether a database's init SQL would run, never what is in it. */
final class ScriptPlan {
  private final PlanCluster cluster;

  ScriptPlan(PlanCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * @param plan of the database's own changes
   * @param notes gets a line where it cannot be told
   * @return what would run; empty when nothing
   */
  List<String> of(CustomResource object, Plan plan, List<String> notes) {
    if (!object.kind().equals(CustomKind.DATABASE) || !InitSqlForecast.asked(object)) {
      return List.of();
    }
    if (plan.exists() && object.status().isEmpty()) {
      notes.add("initSQL: whether it ran is in the object's status, which is not known here");
      return List.of();
    }
    try {
      Optional<InitSqlForecast> forecast = cluster.initSql(object, plan);
      if (forecast.isEmpty()) {
        notes.add("initSQL: its script is in a cluster, which was not asked");
      }
      return forecast.filter(found -> found.step().isPresent()).map(ScriptPlan::line).stream()
          .toList();
    } catch (EngineException e) {
      notes.add("initSQL: " + e.getMessage());
      return List.of();
    }
  }

  private static String line(InitSqlForecast forecast) {
    String why =
        switch (forecast.due()) {
          case NEW -> "did not run yet";
          case CHANGED -> "changed";
          case AGAIN -> "failed last time";
          case DONE, GIVEN_UP -> "is not due";
        };
    return "would run (%s %s)".formatted(forecast.source(), why);
  }
}
