package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares what the server-wide catalog says of a database with what is asked for. Pure. */
final class DatabasePlanner {
  private static final PgDialect PG = PgDialect.PG;

  private final Wanted wanted;
  private final DatabaseState current;
  private final SqlText database;
  private final List<PgChange> changes = new ArrayList<>();

  private DatabasePlanner(Wanted wanted, DatabaseState current) {
    this.wanted = wanted;
    this.current = current;
    this.database = PG.identifier(wanted.name());
  }

  /**
   * @param followers what has to follow a new owner. They go before it: what is interrupted between
   *     the two is then planned again as a whole
   */
  static List<PgChange> changes(
      Wanted wanted, DatabaseState current, Roles roles, List<PgChange> followers) {
    DatabasePlanner planner = new DatabasePlanner(wanted, current);
    planner.record();
    wanted
        .pair()
        .ifPresent(pair -> planner.changes.addAll(OwnershipChanges.of(wanted, pair, roles, false)));
    planner.changes.addAll(followers);
    planner.owner(roles);
    planner.fixed("encoding", "encoding", folded(wanted.options().encoding()), current.encoding());
    planner.fixed("collation", "lcCollate", wanted.options().lcCollate(), current.collate());
    planner.fixed("ctype", "lcCtype", wanted.options().lcCtype(), current.ctype());
    planner.tablespace();
    planner.connectionLimit();
    planner.flags();
    planner.changes.addAll(PublicRights.ofDatabase(wanted, current, roles));
    return planner.changes;
  }

  static SqlText comment(SqlText database, String text, Wanted wanted) {
    return SqlText.of(
        "COMMENT ON DATABASE {} IS {}",
        database,
        PG.literal(Remark.render(text, wanted.spec().owner())));
  }

  private void record() {
    Remark remark = current.remark();
    String text = wanted.spec().comment().isEmpty() ? remark.text() : wanted.spec().comment();
    if (!wanted.spec().owner().equals(remark.record())) {
      // what people wrote is another matter: it may be drift that is only to be told
      Action action = Action.of(comment(database, remark.text(), wanted));
      changes.add(
          PgChange.of(wanted.subject(), "ownershipRecord")
              .values(wanted.spec().owner(), remark.owner().map(Object::toString).orElse(""))
              .cause(remark.owned() ? Cause.DIFFERS : Cause.ABSENT)
              .build("record who owns it", action));
    }
    if (!text.equals(remark.text())) {
      changes.add(
          PgChange.of(wanted.subject(), "comment")
              .values(text, remark.text())
              .build("set the comment", Action.of(comment(database, text, wanted))));
    }
  }

  private void owner(Roles roles) {
    String owner = wanted.owner().orElse(current.owner());
    if (!owner.equals(current.owner())) {
      List<SqlText> statements =
          roles.actingFor(
              owner, SqlText.of("ALTER DATABASE {} OWNER TO {}", database, PG.identifier(owner)));
      changes.add(
          PgChange.of(wanted.subject(), "owner")
              .field(wanted.pair().isPresent() ? wanted.field("ownership") : "spec.owner")
              .values(owner, current.owner())
              .risk(Risk.DESTRUCTIVE)
              .build("give it to " + owner, new Action.Shared(() -> statements)));
    }
  }

  /** What a database keeps from its creation. */
  private void fixed(String path, String field, @Nullable String want, String is) {
    if (want != null && !want.isEmpty() && !same(want, is)) {
      changes.add(
          PgChange.of(wanted.subject(), path)
              .field(wanted.field(field))
              .values(want, is)
              .risk(Risk.IMMUTABLE)
              .build("cannot be changed: a database keeps its " + path, new Action.Impossible()));
    }
  }

  private static @Nullable String folded(@Nullable String encoding) {
    return encoding == null ? null : DatabaseOptions.folded(encoding);
  }

  /** {@code en_US.UTF-8} and {@code en_US.utf8} name one locale. */
  private static boolean same(String one, String other) {
    return bare(one).equals(bare(other));
  }

  private static String bare(String locale) {
    return locale.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  private void tablespace() {
    String want = wanted.options().tablespace();
    if (want != null && !want.isEmpty() && !want.equals(current.tablespace())) {
      SqlText move =
          SqlText.of("ALTER DATABASE {} SET TABLESPACE {}", database, PG.identifier(want));
      changes.add(
          PgChange.of(wanted.subject(), "tablespace")
              .field(wanted.field("tablespace"))
              .values(want, current.tablespace())
              .risk(Risk.DESTRUCTIVE)
              .build(
                  "move its files to " + want,
                  (Action.Step) server -> AloneStatement.run(server, wanted.subject(), move)));
    }
  }

  private void connectionLimit() {
    Integer want = wanted.options().connectionLimit();
    if (want != null && want != current.connectionLimit()) {
      changes.add(
          PgChange.of(wanted.subject(), "connectionLimit")
              .field(wanted.field("connectionLimit"))
              .values(want, current.connectionLimit())
              .build(
                  "set the connection limit to " + want,
                  Action.of(
                      SqlText.of(
                          "ALTER DATABASE {} CONNECTION LIMIT {}", database, PG.number(want)))));
    }
  }

  private void flags() {
    Boolean template = wanted.options().isTemplate();
    if (template != null && template != current.template()) {
      flag(
          "isTemplate",
          template,
          Risk.SAFE,
          template
              ? SqlText.of("ALTER DATABASE {} IS_TEMPLATE true", database)
              : SqlText.of("ALTER DATABASE {} IS_TEMPLATE false", database));
    }
    Boolean connectable = wanted.options().allowConnections();
    if (connectable != null && connectable != current.connectable()) {
      flag(
          "allowConnections",
          connectable,
          connectable ? Risk.SAFE : Risk.DESTRUCTIVE,
          connectable
              ? SqlText.of("ALTER DATABASE {} ALLOW_CONNECTIONS true", database)
              : SqlText.of("ALTER DATABASE {} ALLOW_CONNECTIONS false", database));
    }
  }

  private void flag(String key, boolean want, Risk risk, SqlText statement) {
    changes.add(
        PgChange.of(wanted.subject(), key)
            .field(wanted.field(key))
            .values(want, !want)
            .risk(risk)
            .build("set " + key + " to " + want, Action.of(statement)));
  }
}
