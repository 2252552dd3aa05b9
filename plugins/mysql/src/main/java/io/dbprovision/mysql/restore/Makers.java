package io.dbprovision.mysql.restore;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.record.Bookkeeping;
import io.dbprovision.mysql.restore.Journal.Phase;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.Leftover;
import io.dbprovision.spi.Owner;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whose each restore of the journal is, in the operator's own database. For one thread. */
final class Makers {
  private static final SqlText TABLE = SqlText.of("{}.`restore_by`", MY.identifier(Names.RECORDS));
  private static final SqlText MAKE_TABLE =
      SqlText.of(
          """
          CREATE TABLE IF NOT EXISTS {} (
            `id` VARCHAR(64) NOT NULL PRIMARY KEY,
            `cluster` VARCHAR(255) NOT NULL,
            `operator` VARCHAR(255) NOT NULL,
            `namespace` VARCHAR(255) NOT NULL,
            `object` VARCHAR(255) NOT NULL
          ) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
          """,
          TABLE);

  private static final SqlText THERE =
      SqlText.of(
          "SELECT 1 FROM information_schema.TABLES"
              + " WHERE TABLE_SCHEMA = {} AND TABLE_NAME = 'restore_by'",
          MY.literal(Names.RECORDS));

  private final Steps steps;

  Makers(Steps steps) {
    this.steps = steps;
  }

  void open() throws SQLException {
    steps.run(MAKE_TABLE);
  }

  void put(Owner by) throws SQLException {
    steps.run(
        SqlText.of(
            "REPLACE INTO {} VALUES ({}, {}, {}, {}, {})",
            TABLE,
            MY.literal(by.uid()),
            MY.literal(by.cluster()),
            MY.literal(by.operator()),
            MY.literal(by.namespace()),
            MY.literal(by.name())));
  }

  /** Whether any restore was ever put on record; to ask for a table that is not there is told. */
  boolean any() throws SQLException {
    return steps.sql().first(THERE, row -> row.getInt(1)).isPresent();
  }

  /** One that is on record, and what the journal says of it. */
  record Known(Owner by, String target, Phase phase, boolean made) {
    /** Nothing of the target was touched, and nothing was made beside the place. */
    boolean untouched() {
      return phase == Phase.PREPARED && !made;
    }
  }

  List<Known> of(String cluster, String operator) throws SQLException {
    try {
      return steps
          .sql()
          .query(
              SqlText.of(
                  "SELECT b.*, r.`target`, r.`phase`, r.`made` FROM {} b JOIN {} r ON r.`id` = b.`id`"
                      + " WHERE b.`cluster` = {} AND b.`operator` = {} ORDER BY 1",
                  TABLE,
                  Journal.RESTORES,
                  MY.literal(cluster),
                  MY.literal(operator)),
              row ->
                  new Known(
                      new Owner(
                          cluster,
                          operator,
                          row.getString("namespace"),
                          row.getString("object"),
                          row.getString("id")),
                      row.getString("target"),
                      Phase.valueOf(row.getString("phase")),
                      row.getBoolean("made")));
    } catch (SQLException e) {
      if (Bookkeeping.isMissing(e)) {
        return List.of();
      }
      throw e;
    }
  }

  /** The target of one that may be given up as if it had never been; empty for any other. */
  Optional<String> untouched(Leftover leftover) throws SQLException {
    Owner by = leftover.restore();
    return of(by.cluster(), by.operator()).stream()
        .filter(known -> leftover.removable() && known.by().equals(by) && known.untouched())
        .map(Known::target)
        .findFirst();
  }

  /** What is there of them. */
  static List<Leftover> leftovers(Sql sql, List<Known> known) throws SQLException {
    List<Leftover> found = new ArrayList<>();
    for (Known one : known) {
      Place place = new Place(one.by().uid());
      if (one.untouched() || Swap.exists(sql, place.temporary())) {
        found.add(new Leftover(one.by(), place.temporary(), one.untouched()));
      }
      if (Swap.exists(sql, place.former())) {
        found.add(new Leftover(one.by(), place.former(), false));
      }
    }
    return found;
  }

  void forget(String id) throws SQLException {
    try {
      steps.run(SqlText.of("DELETE FROM {} WHERE `id` = {}", TABLE, MY.literal(id)));
    } catch (SQLException e) {
      if (!Bookkeeping.isMissing(e)) {
        throw e;
      }
    }
  }

  /** Those that the journal forgot after a while. */
  void tidyUp() throws SQLException {
    steps.run(
        SqlText.of(
            "DELETE FROM {} WHERE `id` NOT IN (SELECT `id` FROM {})", TABLE, Journal.RESTORES));
  }
}
