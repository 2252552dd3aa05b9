package io.dbprovision.mysql.script;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
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
import io.dbprovision.spi.ScriptResult;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs scripts by a login that has rights on their database only. Thread-safe. */
public final class MyInitScripts implements InitScripts {
  private static final Logger LOG = LoggerFactory.getLogger(MyInitScripts.class);
  private static final SqlText AT_ONCE = MY.number(0);

  private final Server server;
  private final ScriptLogin logins;

  public MyInitScripts(Server server, ScriptLogin logins) {
    this.server = server;
    this.logins = logins;
  }

  @Override
  public ScriptResult run(InitScript script) {
    String login = ScriptLogin.name(script.database());
    return server.run(
        sql -> {
          requireOwned(sql, script);
          return ObjectLock.holding(
              sql, Records.DATABASES, login, server.lockSeconds(), held -> run(held, script));
        });
  }

  /** What a crash left behind, as far as nobody else uses it. */
  public void shutStale() {
    server.run(
        sql -> {
          for (String login : logins.unlocked(sql)) {
            shutStale(sql, login);
          }
          return true;
        });
  }

  private void shutStale(Sql sql, String login) throws SQLException {
    try {
      ObjectLock.holding(
          sql,
          Records.DATABASES,
          login,
          AT_ONCE,
          held -> {
            shut(held, login, logins.database(held, login).orElse(""));
            return true;
          });
    } catch (EngineException e) {
      if (e.kind() != ErrorKind.TIMEOUT) { // else its script runs
        throw e;
      }
    }
  }

  /** The connection holds the lock all the while; the script has one of its own. */
  private ScriptResult run(Sql sql, InitScript script) throws SQLException {
    String login = ScriptLogin.name(script.database());
    try {
      Credentials credentials = logins.open(sql, script.database());
      return server.runAs(credentials, script.database(), its -> execute(its, script));
    } finally {
      shut(sql, login, script.database());
    }
  }

  private static ScriptResult execute(Sql sql, InitScript script) throws SQLException {
    ScriptSession session =
        new ScriptSession(sql, script.timeout(), new ScriptFailure(script.confidential()));
    return script.transaction()
        ? session.inOne(script.statements())
        : session.oneByOne(script.statements());
  }

  /** What cannot be tidied up now is tidied up when the server is opened anew. */
  private void shut(Sql sql, String login, String database) {
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
