package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.reference.SecretReader;
import io.dbprovision.spi.EngineException;
import java.util.Optional;

/**
 * Tells whether the operator would run a database's init statements, as it decides it itself. It
 * never has their text.
 *
 * @param source where they are, such as {@code inline}
 */
public record InitSqlForecast(InitSqlDue due, String source) {
  /** Whether the manifest asks for any. */
  public static boolean asked(CustomResource database) {
    return !database.spec().object(InitSql.BLOCK).isEmpty();
  }

  /**
   * @return empty when the manifest asks for none
   * @throws EngineException when they cannot be read, naming the field
   */
  public static Optional<InitSqlForecast> of(CustomResource database, SecretReader reader) {
    return new InitSql(reader).read(database).map(script -> of(database, script));
  }

  /**
   * The same for statements that are in the manifest itself.
   *
   * @return empty when there are none, or they are elsewhere
   */
  public static Optional<InitSqlForecast> ofInline(CustomResource database) {
    return InitSql.inline(database).map(script -> of(database, script));
  }

  private static InitSqlForecast of(CustomResource database, InitSql.Script script) {
    Fields before = InitSqlStep.record(database);
    return new InitSqlForecast(
        InitSqlDue.of(before, script.hash(), script.block()), source(database));
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
