package io.dbprovision.mysql.record;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes the rows of one sort of object. Stateless. */
public enum Records {
  DATABASES("database"),
  USERS("user");

  private static final int FORM = 1;

  private final String kind;

  Records(String kind) {
    this.kind = kind;
  }

  /** What is recorded for those names; the others are left out. One query. */
  public Map<String, Recorded> read(Sql sql, Collection<String> names) throws SQLException {
    if (names.isEmpty()) {
      return Map.of();
    }
    return read(
        sql,
        SqlText.of(
            " AND `name` IN ({})", SqlText.join(", ", names.stream().map(MY::literal).toList())));
  }

  public Map<String, Recorded> readAll(Sql sql) throws SQLException {
    return read(sql, SqlText.of(""));
  }

  public Recorded one(Sql sql, String name) throws SQLException {
    return read(sql, List.of(name)).getOrDefault(name, Recorded.nothing());
  }

  /** An announcement says nothing of a login or role that somebody else has made since. */
  private Map<String, Recorded> read(Sql sql, SqlText condition) throws SQLException {
    Map<String, Recorded> found = new HashMap<>();
    try {
      sql.query(
          SqlText.of(
              "SELECT * FROM {} WHERE `kind` = {}{}",
              Bookkeeping.OWNERS,
              MY.literal(kind),
              condition),
          row -> found.put(row.getString("name"), of(row)));
    } catch (SQLException e) {
      if (!Bookkeeping.isMissing(e)) {
        throw e;
      }
    }
    for (Map.Entry<String, Recorded> each : found.entrySet()) {
      if (this == USERS
          && each.getValue().intent()
          && !Announced.is(sql, each.getKey(), each.getValue().mark())) {
        each.setValue(Recorded.nothing());
      }
    }
    return found;
  }

  private static Recorded of(ResultSet row) throws SQLException {
    String comment = row.getString("comment");
    if (row.getInt("form") != FORM) {
      return new Recorded(comment, null, false, "", true);
    }
    Owner owner =
        new Owner(
            row.getString("cluster"),
            row.getString("operator"),
            row.getString("namespace"),
            row.getString("object"),
            row.getString("uid"));
    boolean intent = row.getBoolean("intent");
    return new Recorded(intent ? "" : comment, owner, intent, intent ? comment : "", false);
  }

  /**
   * Announces that an object will be made.
   *
   * @param mark what it is to be known by
   */
  public void announce(Sql sql, String name, Owner owner, String mark) throws SQLException {
    write(sql, name, owner, mark, true);
  }

  /** Records the owner of an object that is there. */
  public void confirm(Sql sql, String name, Owner owner, String comment) throws SQLException {
    write(sql, name, owner, comment, false);
  }

  private void write(Sql sql, String name, Owner owner, String comment, boolean intent)
      throws SQLException {
    SqlText row =
        SqlText.of(
            "REPLACE INTO {} (`kind`, `name`, `form`, `intent`, `cluster`, `operator`,"
                + " `namespace`, `object`, `uid`, `comment`) VALUES ({})",
            Bookkeeping.OWNERS,
            SqlText.join(
                ", ",
                Arrays.asList(
                    MY.literal(kind),
                    MY.literal(name),
                    MY.number(FORM),
                    MY.number(intent ? 1 : 0),
                    MY.literal(owner.cluster()),
                    MY.literal(owner.operator()),
                    MY.literal(owner.namespace()),
                    MY.literal(owner.name()),
                    MY.literal(owner.uid()),
                    MY.literal(comment))));
    try {
      sql.execute(row);
    } catch (SQLException e) {
      if (!Bookkeeping.isMissing(e)) {
        throw e;
      }
      Bookkeeping.makeTables(sql); // somebody took it away
      sql.execute(row);
    }
  }

  public void forget(Sql sql, String name) throws SQLException {
    try {
      sql.execute(
          SqlText.of(
              "DELETE FROM {} WHERE `kind` = {} AND `name` = {}",
              Bookkeeping.OWNERS,
              MY.literal(kind),
              MY.literal(name)));
    } catch (SQLException e) {
      if (!Bookkeeping.isMissing(e)) {
        throw e;
      }
    }
  }

  /** The name of the lock that keeps steps on one object apart; servers allow 64 characters. */
  SqlText lock(String name) {
    return SqlText.of(
        "CONCAT({}, LEFT(SHA2(CONCAT({}, {}), 256), 40))",
        MY.literal("dbops:" + kind + ":"),
        Bookkeeping.SECRET,
        MY.literal(name));
  }
}
