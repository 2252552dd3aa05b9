package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.reference.SecretReader;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import java.util.Optional;

/**
 * Tells whether the operator would run a database's init statements, as it decides it itself. It
 * never has their text.
 *
 * @param due why they would, or would not
 * @param source where they are, for people
 * @param step what the operator's plan would have of it; empty when they would not run
 */
public record InitSqlForecast(InitSqlDue due, String source, Optional<Change> step) {
  /** Whether the manifest asks for any. */
  public static boolean asked(CustomResource database) {
    return !database.spec().object(InitSql.BLOCK).isEmpty();
  }

  /**
   * @param plan of the database's own changes
   * @return empty when the manifest asks for none
   * @throws EngineException when they cannot be read, naming the field
   */
  public static Optional<InitSqlForecast> of(
      CustomResource database, Plan plan, SecretReader reader) {
    return new InitSql(reader).read(database).map(script -> of(database, plan, script));
  }

  /**
   * The same for statements that are in the manifest itself.
   *
   * @return empty when there are none, or they are elsewhere
   */
  public static Optional<InitSqlForecast> ofInline(CustomResource database, Plan plan) {
    return InitSql.inline(database).map(script -> of(database, plan, script));
  }

  private static InitSqlForecast of(CustomResource database, Plan plan, InitSql.Script script) {
    Fields before = InitSqlStep.anew(plan) ? Fields.empty() : InitSqlStep.record(database);
    return new InitSqlForecast(
        InitSqlDue.of(before, script.hash(), script.block()),
        source(database),
        InitSqlStep.of(database, plan, script.hash(), script.statements().size(), !script.block()));
  }

  private static String source(CustomResource database) {
    Fields spec = database.spec().object(InitSql.BLOCK);
    if (spec.has("inline")) {
      return "inline script";
    }
    return spec.has("configMapRef")
        ? "script in ConfigMap " + spec.object("configMapRef").text("name", "")
        : "script in Secret " + spec.object("secretRef").text("name", "");
  }
}
