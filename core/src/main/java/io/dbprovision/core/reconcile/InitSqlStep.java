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
  private final int done;

  private InitSqlStep(String hash, String before, int statements, int done) {
    this.hash = hash;
    this.before = before;
    this.statements = statements;
    this.done = done;
  }

  /** What is on record of the statements of that very database; empty for nothing. */
  public static Fields record(CustomResource database) {
    String before = database.status().object("database").text("name", "");
    return before.isEmpty() || before.equals(database.spec().text("name", ""))
        ? database.status().object(InitSql.BLOCK)
        : Fields.empty();
  }

  /**
   * How many statements, from the first on, are in effect by that record.
   *
   * @param statements how many there are
   */
  static int inEffect(Fields record, int statements) {
    return Math.toIntExact(Math.clamp(record.number("statementsExecuted", 0), 0L, statements));
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
    if (anew(plan) || record.isEmpty()) {
      return Optional.of(new InitSqlStep(hash, NOT_RUN, statements, 0));
    }
    if (settled(record, hash, goesOn)) {
      return Optional.empty();
    }
    boolean goesOnFrom = record.text("hash", "").equals(hash);
    int done = goesOnFrom ? inEffect(record, statements) : 0;
    return Optional.of(new InitSqlStep(hash, before(record), statements, done));
  }

  /** Whether nothing is left to run of the statements of that hash, as the status has it. */
  static boolean settled(CustomResource database, String hash) {
    String policy = database.spec().object(InitSql.BLOCK).text("failurePolicy", "");
    return settled(record(database), hash, policy.equals("Continue"));
  }

  /** Whether the database is made, so that no record is about it. */
  static boolean anew(Plan plan) {
    return !plan.exists() || plan.changes().stream().anyMatch(c -> c.cause() == Cause.MISSING);
  }

  /** Whether by that record nothing is left to run. */
  private static boolean settled(Fields record, String hash, boolean goesOn) {
    return !InitSqlDue.of(record, hash, !goesOn).runs();
  }

  private static String before(Fields record) {
    String hash = record.text("hash", "");
    if (record.flag("applied", false)) {
      return hash;
    }
    return (record.has("error") ? "failed: " : "cut off: ") + hash;
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
    return done == 0
        ? "run %d init statement%s in the database"
            .formatted(statements, statements == 1 ? "" : "s")
        : "run the init statements in the database from number %d of %d on"
            .formatted(done + 1, statements);
  }
}
