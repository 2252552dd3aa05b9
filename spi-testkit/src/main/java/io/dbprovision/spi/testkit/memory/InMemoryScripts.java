package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.ScriptProgress;
import io.dbprovision.spi.ScriptResult;
import java.time.Duration;

/**
 * Runs a language of few words: {@code mark x} sets the database's attribute {@code mark.x} unless
 * it is set, {@code count x} adds one to {@code count.x}, {@code admin x} needs rights that no
 * owner has. Anything else fails.
 */
final class InMemoryScripts implements InitScripts {
  private static final String LASTING = "last ";
  private static final String COUNTING = "count ";

  private final InMemoryServer server;
  private final Runnable called;

  InMemoryScripts(InMemoryServer server, Runnable called) {
    this.server = server;
    this.called = called;
  }

  @Override
  public ScriptResult run(InitScript script) {
    return run(script, ScriptProgress.UNHEARD);
  }

  @Override
  public ScriptResult run(InitScript script, ScriptProgress progress) {
    called.run();
    StoredObject now = server.databases().get(script.database());
    if (now == null) {
      throw EngineException.at(ErrorKind.NOT_FOUND, "spec.name", "the database does not exist");
    }
    if (!script.owner().equals(now.owner())) {
      throw EngineException.at(ErrorKind.CONFLICT, "spec.name", "it is not this object's");
    }
    for (int i = script.done(); i < script.statements().size(); i++) {
      try {
        inTime(script.statements().get(i), script);
        now = after(script.statements().get(i), now);
      } catch (EngineException e) {
        return ScriptResult.failed(script.transaction() ? script.done() : i, at(e, i));
      }
      if (!script.transaction()) {
        server.databases().put(script.database(), now);
        progress.inEffect(i + 1);
      }
    }
    server.databases().put(script.database(), now);
    return ScriptResult.complete(script.statements().size());
  }

  private static EngineException at(EngineException failure, int number) {
    EngineException told =
        EngineException.of(
            failure.kind(), "statement %d failed: %s".formatted(number + 1, failure.sentence()));
    return failure.path().map(told::atPath).orElse(told);
  }

  /** {@code last PT5M} stands for a statement that takes so long, and does nothing else. */
  private static void inTime(String statement, InitScript script) {
    if (statement.startsWith(LASTING)
        && !script.timeout().isZero()
        && Duration.parse(statement.substring(LASTING.length())).compareTo(script.timeout()) > 0) {
      throw EngineException.at(
          ErrorKind.TIMEOUT, "spec.initSQL.timeout", "a statement was cancelled");
    }
  }

  private static StoredObject after(String statement, StoredObject database) {
    if (statement.startsWith("admin ")) {
      throw EngineException.of(ErrorKind.PERMISSION, "only the admin may do this");
    }
    if (statement.startsWith(LASTING)) {
      return database;
    }
    if (statement.startsWith(COUNTING)) {
      String counter = "count." + statement.substring(COUNTING.length());
      Object before = database.attributes().getOrDefault(counter, 0);
      return database.withAttribute(counter, (Integer) before + 1);
    }
    String attribute = "mark." + statement.substring(statement.indexOf(' ') + 1);
    if (!statement.startsWith("mark ") || database.attributes().containsKey(attribute)) {
      throw EngineException.of(ErrorKind.INVALID, "a statement was refused");
    }
    return database.withAttribute(attribute, true);
  }
}
