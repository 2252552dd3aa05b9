package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.ownership.AutoOwnership;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.postgres.user.SelfGrant;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a database so that a crash at any point leaves nothing that looks finished: under a passing
 * name first, because CREATE DATABASE runs in no transaction; then its record and its real name in
 * one. What a crash left behind is found by the passing name, and taken up when it was made alike.
 */
final class DatabaseCreation implements Action.Step {
  private static final PgDialect PG = PgDialect.PG;
  private static final String DUPLICATE_DATABASE = "42P04";
  // what the server says when the other session was not done yet as this one looked
  private static final String UNIQUE_VIOLATION = "23505";
  private static final SqlText LEFT_OVER =
      SqlText.of(
          "SELECT datname FROM pg_catalog.pg_database"
              + " WHERE pg_catalog.starts_with(datname::pg_catalog.text, ?)");

  private final Wanted wanted;
  private final Roles roles;
  private final PassingName passing;

  DatabaseCreation(Wanted wanted, Roles roles) {
    this.wanted = wanted;
    this.roles = roles;
    this.passing = PassingName.of(wanted);
  }

  @Override
  public void run(Server server) {
    server.run(
        sql -> {
          if (!takeUp(server, sql)) {
            makeOwner(sql);
            wanted.owner().ifPresent(owner -> grant(sql, owner));
            createOrTakeUp(server, sql);
          }
          return finish(server, sql);
        });
  }

  /** The statement of an operator that was killed may go through while this one waits. */
  private void createOrTakeUp(Server server, Sql sql) throws SQLException {
    try {
      server.patiently(sql, this::create);
    } catch (SQLException e) {
      boolean there = Failures.is(e, DUPLICATE_DATABASE) || Failures.is(e, UNIQUE_VIOLATION);
      if (!there) {
        throw CreationFailure.of(sql, wanted, e);
      }
      if (!takeUp(server, sql)) {
        throw e;
      }
    }
  }

  /** The role of automatic ownership: the database is born as its own. */
  private void makeOwner(Sql sql) throws SQLException {
    Optional<AutoOwnership> pair = wanted.pair();
    if (pair.isPresent() && RoleCatalog.readUsable(sql, List.of(pair.get().role())).isEmpty()) {
      sql.transaction(
          transaction -> {
            transaction.execute(OwnershipChanges.createRole(wanted, pair.get()));
            return true;
          });
    }
  }

  private void grant(Sql sql, String owner) {
    try {
      Map<String, RoleState> now = RoleCatalog.readUsable(sql, List.of(owner));
      sql.execute(SelfGrant.statements(now.values(), roles.admin(), roles.major()));
    } catch (SQLException e) {
      throw Failures.of(e).atPath("spec.owner");
    }
  }

  private boolean takeUp(Server server, Sql sql) throws SQLException {
    List<String> names = sql.query(LEFT_OVER, row -> row.getString(1), passing.prefix());
    if (names.isEmpty()) {
      return false;
    }
    boolean found = false;
    Map<String, DatabaseState> states = DatabaseState.read(sql, names);
    String owner = wanted.owner().orElse(server.admin());
    for (DatabaseState state : states.values()) {
      // somebody else's database under this name is no half-made one of ours
      if (state.name().equals(passing.name()) && state.owner().equals(owner) && !state.broken()) {
        found = true;
      } else {
        drop(server, sql, state.name());
      }
    }
    return found;
  }

  private static void drop(Server server, Sql sql, String name) throws SQLException {
    server.patiently(
        sql,
        patient -> {
          patient.execute(SqlText.of("ALTER DATABASE {} IS_TEMPLATE false", PG.identifier(name)));
          patient.execute(SqlText.of("DROP DATABASE {}", PG.identifier(name)));
          return true;
        });
  }

  private boolean create(Sql sql) throws SQLException {
    DatabaseOptions options = wanted.options();
    List<SqlText> clauses = new ArrayList<>();
    wanted.owner().ifPresent(owner -> clauses.add(SqlText.of("OWNER {}", PG.identifier(owner))));
    clauses.add(SqlText.of("TEMPLATE {}", PG.identifier(options.templateName())));
    clauses.add(SqlText.of("ENCODING {}", PG.literal(options.encodingName())));
    if (options.lcCollate() != null && !options.lcCollate().isEmpty()) {
      clauses.add(SqlText.of("LC_COLLATE {}", PG.literal(options.lcCollate())));
    }
    if (options.lcCtype() != null && !options.lcCtype().isEmpty()) {
      clauses.add(SqlText.of("LC_CTYPE {}", PG.literal(options.lcCtype())));
    }
    // the default goes without saying: naming it asks for a privilege that a plain admin lacks
    if (options.tablespace() != null
        && !options.tablespace().isEmpty()
        && !options.tablespace().equals("pg_default")) {
      clauses.add(SqlText.of("TABLESPACE {}", PG.identifier(options.tablespace())));
    }
    sql.execute(
        SqlText.of(
            "CREATE DATABASE {} {}", PG.identifier(passing.name()), SqlText.join(" ", clauses)));
    return true;
  }

  private boolean finish(Server server, Sql sql) throws SQLException {
    SqlText from = PG.identifier(passing.name());
    SqlText to = PG.identifier(wanted.name());
    List<SqlText> statements = new ArrayList<>();
    statements.add(DatabasePlanner.comment(from, wanted.spec().comment(), wanted));
    statements.add(SqlText.of("ALTER DATABASE {} RENAME TO {}", from, to));
    Integer limit = wanted.options().connectionLimit();
    if (limit != null && limit >= 0) {
      statements.add(SqlText.of("ALTER DATABASE {} CONNECTION LIMIT {}", to, PG.number(limit)));
    }
    if (Boolean.TRUE.equals(wanted.options().isTemplate())) {
      statements.add(SqlText.of("ALTER DATABASE {} IS_TEMPLATE true", to));
    }
    if (!wanted.options().connectable()) {
      statements.add(SqlText.of("ALTER DATABASE {} ALLOW_CONNECTIONS false", to));
    }
    try {
      return sql.transaction(
          transaction -> {
            transaction.execute(statements);
            return true;
          });
    } catch (SQLException e) {
      if (Failures.kindOf(e) == ErrorKind.CONFLICT) {
        drop(server, sql, passing.name()); // the name was taken meanwhile
      }
      throw e;
    }
  }
}
