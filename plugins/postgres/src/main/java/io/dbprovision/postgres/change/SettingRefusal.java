package io.dbprovision.postgres.change;

import io.dbprovision.jdbc.Nearest;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * The server refuses a setting for what it is. Its word for one that it does not know is the same
 * as for a role that is not there yet, and nobody should wait for a slip of the fingers.
 */
final class SettingRefusal {
  private static final String PATH = "configParameters.";
  private static final String NOT_KNOWN = "42704";
  private static final String NOT_CHANGEABLE = "55P02";
  private static final SqlText NAMES = SqlText.of("SELECT name FROM pg_catalog.pg_settings");

  private SettingRefusal() {}

  /** The failure as it should be shown; any other one as it is. */
  static EngineException told(PgChange change, EngineException failure, Server server) {
    if (!change.path().startsWith(PATH) || !(failure.getCause() instanceof SQLException cause)) {
      return failure;
    }
    if (Failures.is(cause, NOT_CHANGEABLE)) {
      return EngineException.of(ErrorKind.INVALID, failure.sentence()).causedBy(cause);
    }
    if (!Failures.is(cause, NOT_KNOWN)) {
      return failure;
    }
    String name = change.path().substring(PATH.length());
    List<String> known = server.run(sql -> sql.query(NAMES, row -> row.getString(1)));
    return known.stream()
            .anyMatch(one -> one.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
        ? failure
        : EngineException.of(
                ErrorKind.INVALID, "is no setting of this server" + Nearest.to(name, known))
            .causedBy(cause);
  }
}
