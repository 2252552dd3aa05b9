package io.dbprovision.mysql.grant;

import java.util.ArrayList;
import java.util.List;

/**
 * The privileges at the level of the server in the order of the bits that MariaDB keeps them in,
 * since 10.5. Its view of old, {@code mysql.user}, has no columns for the later ones.
 */
final class MariaDbBits {
  static final String SHOWS_ROUTINES = "SHOW CREATE ROUTINE";

  static final List<String> NAMES =
      List.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "CREATE",
          "DROP",
          "RELOAD",
          "SHUTDOWN",
          "PROCESS",
          "FILE",
          Right.GRANT_OPTION,
          "REFERENCES",
          "INDEX",
          "ALTER",
          "SHOW DATABASES",
          "SUPER",
          "CREATE TEMPORARY TABLES",
          "LOCK TABLES",
          "EXECUTE",
          "REPLICATION SLAVE",
          "BINLOG MONITOR",
          "CREATE VIEW",
          "SHOW VIEW",
          "CREATE ROUTINE",
          "ALTER ROUTINE",
          "CREATE USER",
          "EVENT",
          "TRIGGER",
          "CREATE TABLESPACE",
          "DELETE HISTORY",
          "SET USER",
          "FEDERATED ADMIN",
          "CONNECTION ADMIN",
          "READ_ONLY ADMIN",
          "REPLICATION SLAVE ADMIN",
          "REPLICATION MASTER ADMIN",
          "BINLOG ADMIN",
          "BINLOG REPLAY",
          "SLAVE MONITOR",
          SHOWS_ROUTINES);

  private MariaDbBits() {}

  static List<String> of(long access) {
    List<String> found = new ArrayList<>();
    for (int bit = 0; bit < NAMES.size(); bit++) {
      if (((access >> bit) & 1) == 1) {
        found.add(NAMES.get(bit));
      }
    }
    return found;
  }
}
