package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.ScriptResult;
import java.time.Duration;

/**
 * Runs a language of two words: {@code mark x} sets the database's attribute {@code mark.x} unless
 * it is set, {@code admin x} needs rights that no owner has. Anything else fails.
 */
final class InMemoryScripts implements InitScripts {
  private static final String LASTING = "last ";

  private final InMemoryServer server;
  private final Runnable called;

  InMemoryScripts(InMemoryServer server, Runnable called) {
    this.server = server;
    this.called = called;
  }

  @Override
  public ScriptResult run(InitScript script) {
    called.run();
    StoredObject before = server.databases().get(script.database());
    if (before == null) {
      throw EngineException.at(ErrorKind.NOT_FOUND, "spec.name", "the database does not exist");
    }
    if (!script.owner().equals(before.owner())) {
      throw EngineException.at(ErrorKind.CONFLICT, "spec.name", "it is not this object's");
    }
    StoredObject now = before;
    int done = 0;
    for (String statement : script.statements()) {
      try {
        inTime(statement, script);
        now = after(statement, now);
        done++;
      } catch (EngineException e) {
        if (script.transaction()) {
          return ScriptResult.failed(0, e);
        }
        server.databases().put(script.database(), now);
        return ScriptResult.failed(done, e);
      }
    }
    server.databases().put(script.database(), now);
    return ScriptResult.complete(done);
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
    String attribute = "mark." + statement.substring(statement.indexOf(' ') + 1);
    if (!statement.startsWith("mark ") || database.attributes().containsKey(attribute)) {
      throw EngineException.of(ErrorKind.INVALID, "a statement was refused");
    }
    return database.withAttribute(attribute, true);
  }
}
