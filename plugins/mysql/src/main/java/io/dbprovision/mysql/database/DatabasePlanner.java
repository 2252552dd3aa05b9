package io.dbprovision.mysql.database;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Risk;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Compares what the server says of a database with what is asked for. Pure. */
final class DatabasePlanner {
  private final Wanted wanted;
  private final DatabaseState current;
  private final List<MyChange> changes = new ArrayList<>();

  private DatabasePlanner(Wanted wanted, DatabaseState current) {
    this.wanted = wanted;
    this.current = current;
  }

  static List<MyChange> changes(Wanted wanted, DatabaseState current) {
    DatabasePlanner planner = new DatabasePlanner(wanted, current);
    planner.record();
    planner.owner();
    planner.charset();
    planner.collation();
    return planner.changes;
  }

  private void record() {
    Recorded recorded = current.recorded();
    String text = wanted.spec().comment().isEmpty() ? recorded.comment() : wanted.spec().comment();
    if (!wanted.spec().owner().equals(recorded.owner()) || recorded.intent()) {
      changes.add(
          MyChange.of(wanted.subject(), OwnershipRecord.CHANGE.value())
              .values(wanted.spec().owner(), recorded.ownerIfAny().map(Object::toString).orElse(""))
              .cause(recorded.owned() && !recorded.intent() ? Cause.DIFFERS : Cause.ABSENT)
              .build("record who owns it", sql -> confirm(sql, text)));
    } else if (!text.equals(recorded.comment())) {
      changes.add(
          MyChange.of(wanted.subject(), "comment")
              .values(text, recorded.comment())
              .build("set the comment", sql -> confirm(sql, text)));
    }
  }

  private void confirm(Sql sql, String text) throws SQLException {
    if (Records.DATABASES.one(sql, wanted.name()).intent()
        && !DatabaseState.isEmpty(sql, wanted.name())) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          wanted.subject().field(),
          wanted.subject().title()
              + " was made by somebody else while the operator was about to make it; choose"
              + " another name");
    }
    Records.DATABASES.confirm(sql, wanted.name(), wanted.spec().owner(), text);
  }

  /** These servers know no owner of a database: what is asked for is said, and never done. */
  private void owner() {
    wanted
        .spec()
        .databaseOwner()
        .ifPresent(
            owner ->
                changes.add(
                    MyChange.of(wanted.subject(), "owner")
                        .field("spec.owner")
                        .values(owner, "")
                        .risk(Risk.IMMUTABLE)
                        .build(
                            "cannot be done: databases have no owner here; leave spec.owner out,"
                                + " and grant "
                                + owner
                                + " what it needs",
                            DatabasePlanner::impossible)));
  }

  private static void impossible(Sql unused) {
    throw EngineException.of(ErrorKind.UNSUPPORTED, "databases have no owner on this server");
  }

  private void charset() {
    String want = wanted.options().charset();
    if (want != null
        && !wanted.charsets().charset(want).equals(Charsets.shown(current.charset()))) {
      changes.add(
          MyChange.of(wanted.subject(), "charset")
              .field(wanted.field("charset"))
              .values(want, current.charset())
              .build(
                  "let new tables have the character set " + want,
                  sql ->
                      sql.execute(
                          SqlText.of(
                              "ALTER DATABASE {} CHARACTER SET {}",
                              MY.identifier(wanted.name()),
                              MY.identifier(want)))));
    }
  }

  private void collation() {
    String want = wanted.options().collation();
    if (want == null) {
      return;
    }
    Charsets names = wanted.charsets();
    String asked = wanted.options().charset();
    String charset = asked == null ? Charsets.shown(current.charset()) : names.charset(asked);
    if (!names.collation(want, charset).equals(Charsets.shownCollation(current.collation()))) {
      changes.add(
          MyChange.of(wanted.subject(), "collation")
              .field(wanted.field("collation"))
              .values(want, current.collation())
              .build(
                  "let new tables have the collation " + want,
                  sql ->
                      sql.execute(
                          SqlText.of(
                              "ALTER DATABASE {} COLLATE {}",
                              MY.identifier(wanted.name()),
                              MY.identifier(want)))));
    }
  }
}
