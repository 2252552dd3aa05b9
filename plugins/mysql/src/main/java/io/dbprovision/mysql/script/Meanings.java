package io.dbprovision.mysql.script;

import static java.util.Map.entry;

import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.Map;

/** What the servers' numbers mean to the writer of a script, in words that quote nothing. */
final class Meanings {
  private static final String RIGHTS = "the login of a script has rights on its own database only";

  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          entry(1044, RIGHTS),
          entry(1045, RIGHTS),
          entry(1142, RIGHTS),
          entry(1143, RIGHTS),
          entry(1227, RIGHTS),
          entry(1370, RIGHTS),
          entry(1410, RIGHTS),
          entry(1046, "no database is chosen"),
          entry(1048, "a column that takes no NULL got one"),
          entry(1049, "there is no such database"),
          entry(1050, "there is such a table already"),
          entry(1051, "there is no such table"),
          entry(1054, "there is no such column"),
          entry(1060, "a column is there already"),
          entry(1061, "an index of that name is there already"),
          entry(1062, "a row of that key is there already"),
          entry(1064, "the server does not understand it"),
          entry(1065, "it is empty"),
          entry(1091, "there is no such column or index to drop"),
          entry(1136, "there are not as many values as columns"),
          entry(1146, "there is no such table"),
          entry(1205, "it waited too long for a lock"),
          entry(1213, "it met a deadlock"),
          entry(1215, "the foreign key cannot be made"),
          entry(1264, "a number is too large for its column"),
          entry(1292, "a value is not of the column's type"),
          entry(1304, "there is such a routine already"),
          entry(1305, "there is no such routine"),
          entry(1359, "there is such a trigger already"),
          entry(1360, "there is no such trigger"),
          entry(1364, "a column without a default got no value"),
          entry(1366, "a value is not of the column's type"),
          entry(1406, "a text is too long for its column"),
          entry(
              1418,
              "the server writes a binary log, for which a function must say what it does, such as"
                  + " DETERMINISTIC or NO SQL"),
          entry(
              1419,
              "the server writes a binary log, for which functions and triggers need SUPER, or"
                  + " log_bin_trust_function_creators to be set on the server"),
          entry(1451, "other rows refer to it by a foreign key"),
          entry(1452, "there is no row for a foreign key"),
          entry(1537, "there is such an event already"),
          entry(1539, "there is no such event"),
          entry(1644, "it was raised by the script itself"));

  private Meanings() {}

  static String of(SQLException failure) {
    String known = WORDS.get(failure.getErrorCode());
    if (known != null) {
      return known;
    }
    return Failures.kindOf(failure) == ErrorKind.UNREACHABLE
        ? "the connection to the server was lost"
        : "what the server says may repeat the script, so it is left out";
  }
}
