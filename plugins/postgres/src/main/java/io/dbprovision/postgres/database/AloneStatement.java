package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Remark;
import java.util.List;

/** Statements that the server runs in no transaction, because they move or remove files. */
final class AloneStatement {
  private AloneStatement() {}

  /** Looks who owns the object immediately before; nothing is done when it is gone. */
  static void run(Server server, Subject subject, SqlText... statements) {
    server.run(
        sql -> {
          List<Remark> found = subject.remark(sql);
          found.forEach(subject::require);
          if (found.isEmpty()) {
            return false;
          }
          return server.patiently(
              sql,
              patient -> {
                for (SqlText statement : statements) {
                  patient.execute(statement);
                }
                return true;
              });
        });
  }
}
