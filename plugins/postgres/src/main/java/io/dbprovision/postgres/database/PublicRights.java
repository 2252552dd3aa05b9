package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may do, by the role PUBLIC. It is taken away where the manifest asks for it. What
 * was taken away is on record as a claim, so that it is given back, as the server has it by
 * default, when the manifest asks no more.
 */
final class PublicRights {
  private static final PgDialect PG = PgDialect.PG;
  private static final String DATABASE = "revokePublic.database";
  private static final String SCHEMA = "revokePublic.schemaPublic";
  private static final Set<String> OF_DATABASE = Set.of("CONNECT", "TEMPORARY");
  private static final Set<String> OF_SCHEMA = Set.of("CREATE", "USAGE");
  private static final int SCHEMA_CLOSED_SINCE = 15;

  private PublicRights() {}

  static Set<String> of(@Nullable Array privileges) throws SQLException {
    return privileges == null ? Set.of() : Set.of((String[]) privileges.getArray());
  }

  /**
   * What everybody may do in the schema public.
   *
   * @param owner of the schema
   * @param usable whether our login has the rights of its owner
   */
  record InSchema(String owner, boolean usable, Set<String> rights) {
    private static final String DATABASE_OWNER = "pg_database_owner";
    private static final SqlText READ =
        SqlText.of(
            """
            SELECT pg_catalog.pg_get_userbyid(n.nspowner),
                   pg_catalog.pg_has_role(n.nspowner, 'USAGE'),
                   ARRAY(SELECT a.privilege_type FROM pg_catalog.aclexplode(
                           coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))) a
                         WHERE a.grantee = 0)
            FROM pg_catalog.pg_namespace n WHERE n.nspname = 'public'
            """);

    static @Nullable InSchema read(Sql sql) throws SQLException {
      List<InSchema> found =
          sql.query(
              READ,
              row ->
                  new InSchema(
                      row.getString(1), row.getBoolean(2), PublicRights.of(row.getArray(3))));
      return found.isEmpty() ? null : found.getFirst();
    }
  }

  static Set<ChangeId> claims(Wanted wanted) {
    Set<ChangeId> claims = new LinkedHashSet<>();
    if (wanted.options().closesDatabase()) {
      claims.add(claim(DATABASE));
    }
    if (wanted.options().closesSchema()) {
      claims.add(claim(SCHEMA));
    }
    return claims;
  }

  /** Whether it asks for anything, or has to be given back what it asked for before. */
  static boolean concern(Wanted wanted) {
    return !claims(wanted).isEmpty()
        || wanted.spec().issued().contains(claim(DATABASE))
        || concernSchema(wanted);
  }

  static boolean concernSchema(Wanted wanted) {
    return wanted.options().closesSchema() || wanted.spec().issued().contains(claim(SCHEMA));
  }

  /** Under which it is on record; also the id of the change that gives it back. */
  private static ChangeId claim(String path) {
    return new ChangeId(path + ".extra");
  }

  static Optional<PgChange> ofDatabase(Wanted wanted, DatabaseState current, Roles roles) {
    return ofDatabase(wanted, current.publicRights(), current.owner(), roles);
  }

  /** Of one that is about to be made: everybody may do with it what the server says by default. */
  static Optional<PgChange> ofNewDatabase(Wanted wanted, String owner, Roles roles) {
    return ofDatabase(wanted, OF_DATABASE, owner, roles);
  }

  private static Optional<PgChange> ofDatabase(
      Wanted wanted, Set<String> rights, String owner, Roles roles) {
    SqlText database = PG.identifier(wanted.name());
    return change(
        wanted,
        DATABASE,
        wanted.options().closesDatabase(),
        of(rights, OF_DATABASE),
        OF_DATABASE,
        "the database",
        () ->
            acting(
                wanted,
                owner,
                roles,
                SqlText.of("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC", database)),
        () ->
            acting(
                wanted,
                owner,
                roles,
                SqlText.of("GRANT CONNECT, TEMPORARY ON DATABASE {} TO PUBLIC", database)));
  }

  /** What everybody may do in the schema public, unless somebody changed it. */
  private static Set<String> atFirst(Roles roles) {
    return roles.major() < SCHEMA_CLOSED_SINCE ? OF_SCHEMA : Set.of("USAGE");
  }

  /** Of a database that is about to be made; what its template brings along shows only then. */
  static Optional<PgChange> ofNewSchema(Wanted wanted, String owner, Roles roles) {
    if (!wanted.options().closesSchema()) {
      return Optional.empty();
    }
    String rights = String.join(", ", new TreeSet<>(atFirst(roles)));
    return Optional.of(
        PgChange.of(wanted.subject(), SCHEMA)
            .field(wanted.field(SCHEMA))
            .values("", rights)
            .cause(Cause.ABSENT)
            .claim(claim(SCHEMA))
            .build(
                "take " + rights + " on the schema public from PUBLIC",
                (Action.Step)
                    server ->
                        server.runIn(
                            wanted.name(),
                            sql -> sql.transaction(in -> closeSchema(in, wanted, owner, roles)))));
  }

  private static boolean closeSchema(Sql sql, Wanted wanted, String owner, Roles roles)
      throws SQLException {
    Optional<PgChange> change = ofSchema(wanted, InSchema.read(sql), roles, owner);
    if (change.isPresent()
        && change.get().action() instanceof Action.Inside(String _, List<SqlText> statements)) {
      sql.execute(statements);
    }
    return true;
  }

  /**
   * @param databaseOwner as it is
   * @throws EngineException PERMISSION when the schema is in other hands
   */
  static Optional<PgChange> ofSchema(
      Wanted wanted, @Nullable InSchema schema, Roles roles, String databaseOwner) {
    if (schema == null) {
      return Optional.empty();
    }
    boolean open = roles.major() < SCHEMA_CLOSED_SINCE;
    Optional<PgChange> change =
        change(
            wanted,
            SCHEMA,
            wanted.options().closesSchema(),
            of(schema.rights(), OF_SCHEMA),
            atFirst(roles),
            "the schema public",
            () ->
                inside(
                    wanted,
                    databaseOwner,
                    roles,
                    SqlText.of("REVOKE CREATE, USAGE ON SCHEMA public FROM PUBLIC")),
            () ->
                inside(
                    wanted,
                    databaseOwner,
                    roles,
                    open
                        ? SqlText.of("GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC")
                        : SqlText.of("GRANT USAGE ON SCHEMA public TO PUBLIC")));
    boolean reachable =
        schema.usable()
            || schema.owner().equals(InSchema.DATABASE_OWNER)
            || schema.owner().equals(databaseOwner);
    if (change.isPresent() && !reachable) {
      // the server would only warn, and do nothing
      throw EngineException.at(
          ErrorKind.PERMISSION,
          wanted.field(SCHEMA),
          "the schema public belongs to \""
              + schema.owner()
              + "\", for whom the operator cannot act; give the schema to the database's owner"
              + " (before PostgreSQL 15 it is a superuser's), or leave the field out");
    }
    return change;
  }

  private static Set<String> of(Set<String> rights, Set<String> concerned) {
    Set<String> found = new TreeSet<>(rights);
    found.retainAll(concerned);
    return found;
  }

  private static Optional<PgChange> change(
      Wanted wanted,
      String path,
      boolean closed,
      Set<String> found,
      Set<String> standard,
      String what,
      Supplier<Action> take,
      Supplier<Action> give) {
    PgChange.Builder change = PgChange.of(wanted.subject(), path).field(wanted.field(path));
    String actual = String.join(", ", found);
    if (closed) {
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(
              change
                  .values("", actual)
                  .cause(Cause.ABSENT)
                  .claim(claim(path))
                  .build("take " + actual + " on " + what + " from PUBLIC", take.get()));
    }
    if (!wanted.spec().issued().contains(claim(path)) || found.containsAll(standard)) {
      return Optional.empty();
    }
    String expected = String.join(", ", new TreeSet<>(standard));
    return Optional.of(
        change
            .id(claim(path).value())
            .values(expected, actual)
            .cause(Cause.EXTRA)
            .build("give " + expected + " on " + what + " back to PUBLIC", give.get()));
  }

  private static Action acting(Wanted wanted, String owner, Roles roles, SqlText statement) {
    List<SqlText> statements = statements(wanted, owner, roles, statement);
    return new Action.Shared(() -> statements);
  }

  private static Action inside(Wanted wanted, String owner, Roles roles, SqlText statement) {
    return new Action.Inside(wanted.name(), statements(wanted, owner, roles, statement));
  }

  /** The owner that is asked for may not be the one that is there. */
  private static List<SqlText> statements(
      Wanted wanted, String owner, Roles roles, SqlText statement) {
    Set<String> owners = new LinkedHashSet<>(Set.of(owner));
    wanted.owner().ifPresent(owners::add);
    List<SqlText> statements = new ArrayList<>(roles.grants(owners));
    statements.add(statement);
    return statements;
  }
}
