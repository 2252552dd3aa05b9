package io.dbprovision.mysql.script;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.record.ObjectLock;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.ScriptProgress;
import io.dbprovision.spi.ScriptResult;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs scripts by a login that has rights on their database only. Thread-safe. */
public final class MyInitScripts implements InitScripts {
  private static final Logger LOG = LoggerFactory.getLogger(MyInitScripts.class);
  private static final int AT_ONCE = 0;

  private final Server server;
  private final ObjectLock locks;
  private final ScriptLogin logins;
  private final AtomicBoolean tidied = new AtomicBoolean();

  public MyInitScripts(Server server, ObjectLock locks, ScriptLogin logins) {
    this.server = server;
    this.locks = locks;
    this.logins = logins;
  }

  @Override
  public ScriptResult run(InitScript script) {
    return run(script, ScriptProgress.UNHEARD);
  }

  /**
   * Under the lock of the database, so that nobody drops it meanwhile, and under that of the login,
   * so that nobody tidies it up.
   */
  @Override
  public ScriptResult run(InitScript script, ScriptProgress progress) {
    tidyUp();
    String login = ScriptLogin.name(script.database());
    return server.withGuest(
        () ->
            locks.holding(
                Records.DATABASES,
                script.database(),
                sql -> {
                  requireOwned(sql, script);
                  return locks
                      .trying(sql, Records.DATABASES, login, 1, held -> run(held, script, progress))
                      .orElseThrow(() -> ObjectLock.busy(script.database()));
                }));
  }

  /**
   * Shuts what a crash left behind, as far as nobody else uses it; the first time only. A server
   * that cannot be tidied up now can still be used.
   */
  public void tidyUp() {
    if (!tidied.compareAndSet(false, true)) {
      return;
    }
    try {
      server.run(
          sql -> {
            for (String login : logins.unlocked(sql)) {
              locks.trying(
                  sql,
                  Records.DATABASES,
                  login,
                  AT_ONCE,
                  held -> {
                    shut(held, login, Optional.empty());
                    return true;
                  });
            }
            return true;
          });
    } catch (EngineException e) {
      LOG.atDebug()
          .addKeyValue("error", e.kind())
          .addKeyValue("detail", e.getMessage())
          .log("left-over logins of scripts were not looked for");
    }
  }

  /** The connection holds the lock all the while; the script has one of its own. */
  private ScriptResult run(Sql sql, InitScript script, ScriptProgress progress)
      throws SQLException {
    String login = ScriptLogin.name(script.database());
    try {
      Credentials credentials = logins.open(sql, script.database());
      return server.runAs(credentials, script.database(), its -> execute(its, script, progress));
    } finally {
      shut(sql, login, Optional.of(script.database()));
    }
  }

  private ScriptResult execute(Sql sql, InitScript script, ScriptProgress progress)
      throws SQLException {
    ScriptSession session =
        new ScriptSession(
            sql, new TimeLimit(script.timeout()), new ScriptFailure(script.confidential()));
    return script.transaction()
        ? session.inOne(script.statements(), script.done())
        : session.oneByOne(script.statements(), script.done(), progress);
  }

  /**
   * What cannot be tidied up now is tidied up by the next session.
   *
   * @param database that its work is in; empty for any
   */
  private void shut(Sql sql, String login, Optional<String> database) {
    try {
      logins.shut(sql, login, database);
    } catch (SQLException e) {
      EngineException failure = Failures.of(e);
      LOG.atWarn()
          .addKeyValue("login", login)
          .addKeyValue("error", failure.kind())
          .addKeyValue("detail", failure.getMessage())
          .log("the login of a script was not shut yet");
    }
  }

  private static void requireOwned(Sql sql, InitScript script) throws SQLException {
    Subject subject =
        new Subject(
            Records.DATABASES,
            script.database(),
            script.owner(),
            Provenance.unknown(),
            "spec.name");
    Recorded recorded =
        subject
            .recorded(sql)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.NOT_FOUND,
                        "spec.name",
                        "the database \"" + script.database() + "\" is not on the server"));
    if (recorded.unreadable() || !script.owner().equals(recorded.owner())) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          "spec.name",
          "the database \"" + script.database() + "\" is not on record as this object's");
    }
  }
}
