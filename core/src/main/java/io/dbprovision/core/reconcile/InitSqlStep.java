package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.util.Optional;

/**
 * The run of a database's init statements as a change of its plan: shown, counted and approved like
 * any other. It holds the statements' hash and number, never their text. Immutable.
 */
public final class InitSqlStep implements Change {
  private static final ChangeId ID = new ChangeId("initSQL");
  private static final String NOT_RUN = "not run";

  private final String hash;
  private final String before;
  private final int statements;

  private InitSqlStep(String hash, String before, int statements) {
    this.hash = hash;
    this.before = before;
    this.statements = statements;
  }

  /** What is on record of the statements of that very database; empty for nothing. */
  public static Fields record(CustomResource database) {
    String before = database.status().object("database").text("name", "");
    return before.isEmpty() || before.equals(database.spec().text("name", ""))
        ? database.status().object(InitSql.BLOCK)
        : Fields.empty();
  }

  /**
   * What would run with that plan.
   *
   * @param plan of the database's own changes; one that makes it anew makes the record void
   * @param hash identifies the statements, see {@code status.initSQL.hash}
   * @param statements how many there are
   * @param goesOn whether a failure is lived with until the text changes
   * @return empty when they have run, or would not be tried again
   */
  public static Optional<Change> of(
      CustomResource database, Plan plan, String hash, int statements, boolean goesOn) {
    Fields record = record(database);
    boolean anew =
        !plan.exists() || plan.changes().stream().anyMatch(c -> c.cause() == Cause.MISSING);
    if (anew || record.isEmpty()) {
      return Optional.of(new InitSqlStep(hash, NOT_RUN, statements));
    }
    return settled(record, hash, goesOn)
        ? Optional.empty()
        : Optional.of(new InitSqlStep(hash, before(record), statements));
  }

  /** Whether by that record nothing is left to run. */
  private static boolean settled(Fields record, String hash, boolean goesOn) {
    return !InitSqlDue.of(record, hash, !goesOn).runs();
  }

  private static String before(Fields record) {
    String hash = record.text("hash", "");
    return record.flag("applied", false) ? hash : "failed: " + hash;
  }

  @Override
  public ChangeId id() {
    return ID;
  }

  @Override
  public String path() {
    return ID.value();
  }

  @Override
  public String expected() {
    return hash;
  }

  @Override
  public String actual() {
    return before;
  }

  /** What statements do is theirs; none of them runs as the admin. */
  @Override
  public Risk risk() {
    return Risk.SAFE;
  }

  @Override
  public Cause cause() {
    return Cause.ABSENT;
  }

  @Override
  public String summary() {
    return "run %d init statement%s in the database"
        .formatted(statements, statements == 1 ? "" : "s");
  }
}
