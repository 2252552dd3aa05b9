package io.dbprovision.mysql.restore;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.record.Bookkeeping;
import io.dbprovision.mysql.sql.Names;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How far each restore has come, in the operator's own database. For one thread. */
final class Journal {
  /** How far. */
  enum Phase {
    /** The target is as it was. */
    PREPARED,
    /** All that is needed later is written down; the tables are about to change places. */
    SWAPPING,
    /** They have. */
    MOVED,
    DONE
  }

  /** Of which database something was read. */
  enum Side {
    NEW,
    OLD
  }

  /**
   * One restore.
   *
   * @param made whether it makes the target
   */
  record Entry(String id, String target, Phase phase, boolean made) {
    Entry at(Phase next) {
      return new Entry(id, target, next, made);
    }

    Entry making() {
      return new Entry(id, target, phase, true);
    }
  }

  static final SqlText RESTORES = SqlText.of("{}.`restore`", MY.identifier(Names.RECORDS));
  private static final SqlText THINGS =
      SqlText.of("{}.`restore_thing`", MY.identifier(Names.RECORDS));
  private static final SqlText MAKE_RESTORES =
      SqlText.of(
          """
          CREATE TABLE IF NOT EXISTS {} (
            `id` VARCHAR(64) NOT NULL PRIMARY KEY,
            `target` VARCHAR(128) NOT NULL,
            `phase` VARCHAR(16) NOT NULL,
            `made` BOOLEAN NOT NULL,
            `at` BIGINT NOT NULL
          ) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
          """,
          RESTORES);
  private static final SqlText MAKE_THINGS =
      SqlText.of(
          """
          CREATE TABLE IF NOT EXISTS {} (
            `id` VARCHAR(64) NOT NULL,
            `side` VARCHAR(8) NOT NULL,
            `number` INT NOT NULL,
            `sort` VARCHAR(16) NOT NULL,
            `name` VARCHAR(128) NOT NULL,
            `mode` TEXT NOT NULL,
            `collation` VARCHAR(64) NOT NULL,
            `zone` VARCHAR(64) NOT NULL,
            `text` LONGTEXT NOT NULL,
            PRIMARY KEY (`id`, `side`, `number`)
          ) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
          """,
          THINGS);

  /** A second call of something that was done long ago is no retry. */
  private static final Duration KEPT = Duration.ofDays(30);

  private final Steps steps;
  private final Makers makers;
  private final Instant now;

  Journal(Steps steps, Instant now) {
    this.steps = steps;
    this.makers = new Makers(steps);
    this.now = now;
  }

  void open() throws SQLException {
    Bookkeeping.makeTables(steps.sql());
    steps.run(MAKE_RESTORES);
    steps.run(MAKE_THINGS);
    steps.run(
        SqlText.of(
            "DELETE FROM {} WHERE `phase` = 'DONE' AND `at` < {}",
            RESTORES,
            MY.number(now.minus(KEPT).getEpochSecond())));
    makers.open();
    makers.tidyUp();
  }

  Makers makers() {
    return makers;
  }

  Optional<Entry> find(String id) throws SQLException {
    try {
      return steps
          .sql()
          .first(
              SqlText.of("SELECT * FROM {} WHERE `id` = {}", RESTORES, MY.literal(id)),
              row ->
                  new Entry(
                      row.getString("id"),
                      row.getString("target"),
                      Phase.valueOf(row.getString("phase")),
                      row.getBoolean("made")));
    } catch (SQLException e) {
      if (Bookkeeping.isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  Entry put(Entry entry) throws SQLException {
    steps.run(
        SqlText.of(
            "REPLACE INTO {} VALUES ({})",
            RESTORES,
            SqlText.join(
                ", ",
                Arrays.asList(
                    MY.literal(entry.id()),
                    MY.literal(entry.target()),
                    MY.literal(entry.phase().name()),
                    MY.number(entry.made() ? 1 : 0),
                    MY.number(now.getEpochSecond())))));
    return entry;
  }

  void forget(String id) throws SQLException {
    forgetThings(id);
    makers.forget(id);
    steps.run(SqlText.of("DELETE FROM {} WHERE `id` = {}", RESTORES, MY.literal(id)));
  }

  void forgetThings(String id) throws SQLException {
    steps.run(SqlText.of("DELETE FROM {} WHERE `id` = {}", THINGS, MY.literal(id)));
  }

  void keep(String id, Side side, List<Thing> things) throws SQLException {
    for (int i = 0; i < things.size(); i++) {
      Thing thing = things.get(i);
      steps.run(
          SqlText.of(
              "REPLACE INTO {} VALUES ({})",
              THINGS,
              SqlText.join(
                  ", ",
                  Arrays.asList(
                      MY.literal(id),
                      MY.literal(side.name()),
                      MY.number(i),
                      MY.literal(thing.sort().name()),
                      MY.literal(thing.name()),
                      MY.literal(thing.mode()),
                      MY.literal(thing.collation()),
                      MY.literal(thing.zone()),
                      MY.literal(thing.text())))));
    }
  }

  List<Thing> things(String id, Side side) throws SQLException {
    return steps
        .sql()
        .query(
            SqlText.of(
                "SELECT * FROM {} WHERE `id` = {} AND `side` = {} ORDER BY `number`",
                THINGS,
                MY.literal(id),
                MY.literal(side.name())),
            row ->
                new Thing(
                    Thing.Sort.valueOf(row.getString("sort")),
                    row.getString("name"),
                    row.getString("mode"),
                    row.getString("collation"),
                    row.getString("zone"),
                    row.getString("text")));
  }
}
