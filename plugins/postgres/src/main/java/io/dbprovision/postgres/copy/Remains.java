package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.script.EphemeralLogin;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.Leftover;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RestoreSpec;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says in the comments of passing databases whose they are, and finds by that those that nobody
 * abandoned. It is no ownership record: something follows it, so that whoever gives such a database
 * its old name again finds nobody's.
 */
final class Remains {
  private static final PgDialect PG = PgDialect.PG;
  private static final String END = ".";
  private static final String FILLED = "filled by a restore, and to be dropped";

  private static final SqlText ALL =
      SqlText.of(
          "SELECT datname, pg_catalog.shobj_description(oid, 'pg_database')"
              + " FROM pg_catalog.pg_database WHERE datname::pg_catalog.text ~ '^_dbops_[ro]_'"
              + " ORDER BY 1");
  private static final SqlText COMMENT =
      SqlText.of(
          "SELECT pg_catalog.shobj_description(oid, 'pg_database')"
              + " FROM pg_catalog.pg_database WHERE datname = ?");

  private Remains() {}

  /** The comment of a passing database. */
  static SqlText comment(String database, String text, RestoreSpec spec) {
    return SqlText.of(
        "COMMENT ON DATABASE {} IS {}",
        PG.identifier(database),
        PG.literal(spec.by().map(by -> Remark.render(text, by) + END).orElse(text)));
  }

  /** Of the one that is filled. */
  static SqlText comment(Temporary names, RestoreSpec spec) {
    return comment(names.place(), FILLED, spec);
  }

  /** What {@link #comment} was given. */
  static String text(@Nullable String comment) {
    return parse(comment).text();
  }

  private static Remark parse(@Nullable String comment) {
    return Remark.parse(
        comment != null && comment.endsWith("]" + END)
            ? comment.substring(0, comment.length() - END.length())
            : comment);
  }

  private static Optional<Owner> maker(@Nullable String comment) {
    return comment != null && comment.endsWith("]" + END)
        ? parse(comment).owner()
        : Optional.empty();
  }

  static List<Leftover> find(Server server, String cluster, String operator) {
    return server.run(
        sql ->
            sql
                .query(
                    ALL,
                    row -> {
                      String name = row.getString(1);
                      return maker(row.getString(2))
                          .filter(by -> by.cluster().equals(cluster))
                          .filter(by -> by.operator().equals(operator))
                          .flatMap(by -> leftover(name, by));
                    })
                .stream()
                .flatMap(Optional::stream)
                .toList());
  }

  /** The owner of a database may say in its comment what they like: the name has to agree. */
  private static Optional<Leftover> leftover(String name, Owner by) {
    Temporary names = Temporary.of(by.uid());
    boolean filled = name.equals(names.place());
    return filled || name.equals(names.old())
        ? Optional.of(new Leftover(by, name, filled))
        : Optional.empty();
  }

  static void drop(Server server, EphemeralLogin logins, Leftover leftover) {
    Temporary names = Temporary.of(leftover.restore().uid());
    boolean same =
        leftover.removable()
            && leftover.database().equals(names.place())
            && server
                .run(sql -> comment(sql, names.place()))
                .flatMap(Remains::maker)
                .filter(leftover.restore()::equals)
                .isPresent();
    if (same) {
      logins.shut(names.login());
      Removal.drop(server, names.place());
      Logins.drop(logins, names.login());
    }
  }

  private static Optional<String> comment(Sql sql, String database) throws SQLException {
    return sql.first(COMMENT, row -> String.valueOf(row.getString(1)), database);
  }
}
