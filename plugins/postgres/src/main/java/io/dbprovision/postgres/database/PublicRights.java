package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Since;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may do, by the role PUBLIC. It is taken away where the manifest asks for it,
 * privilege by privilege. What was taken away is on record as a claim each, so that it is given
 * back when the manifest asks no more; what PUBLIC never had is not.
 */
final class PublicRights {
  private static final PgDialect PG = PgDialect.PG;

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

  /** What stays on record: taken, and still to be kept away. */
  static Set<ChangeId> claims(Wanted wanted) {
    return Stream.of(PublicPlace.DATABASE, PublicPlace.SCHEMA)
        .filter(place -> place.closed(wanted))
        .flatMap(place -> place.taken(wanted).stream().map(place::claim))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The same of the schema for a database that nobody can look into: what was taken stays so. */
  static Set<ChangeId> unseenClaims(Wanted wanted) {
    return PublicPlace.SCHEMA.taken(wanted).stream()
        .map(PublicPlace.SCHEMA::claim)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether it asks for anything, or has to be given back what it asked for before. */
  static boolean concern(Wanted wanted) {
    return PublicPlace.DATABASE.closed(wanted)
        || !PublicPlace.DATABASE.taken(wanted).isEmpty()
        || concernSchema(wanted);
  }

  static boolean concernSchema(Wanted wanted) {
    return PublicPlace.SCHEMA.closed(wanted) || !PublicPlace.SCHEMA.taken(wanted).isEmpty();
  }

  static List<PgChange> ofDatabase(Wanted wanted, DatabaseState current, Roles roles) {
    return ofDatabase(wanted, current.publicRights(), current.owner(), roles);
  }

  /** Of one that is about to be made: everybody may do with it what the server says by default. */
  static List<PgChange> ofNewDatabase(Wanted wanted, String owner, Roles roles) {
    return PublicPlace.DATABASE.closed(wanted)
        ? ofDatabase(wanted, PublicPlace.DATABASE.concerned(), owner, roles)
        : List.of();
  }

  private static List<PgChange> ofDatabase(
      Wanted wanted, Set<String> rights, String owner, Roles roles) {
    SqlText database = PG.identifier(wanted.name());
    return changes(
        wanted,
        PublicPlace.DATABASE,
        rights,
        privilege ->
            acting(
                wanted,
                owner,
                roles,
                SqlText.of("REVOKE {} ON DATABASE {} FROM PUBLIC", word(privilege), database)),
        privilege ->
            acting(
                wanted,
                owner,
                roles,
                SqlText.of("GRANT {} ON DATABASE {} TO PUBLIC", word(privilege), database)));
  }

  /** What everybody may do in the schema public, unless somebody changed it. */
  private static Set<String> atFirst(Roles roles) {
    return Since.CLOSED_PUBLIC_SCHEMA.in(roles.major())
        ? Set.of("USAGE")
        : PublicPlace.SCHEMA.concerned();
  }

  /** Of a database that is about to be made; what its template brings along shows only then. */
  static List<PgChange> ofNewSchema(Wanted wanted, String owner, Roles roles) {
    if (!PublicPlace.SCHEMA.closed(wanted)) {
      return List.of();
    }
    return new TreeSet<>(atFirst(roles))
        .stream()
            .map(
                privilege ->
                    PublicPlace.SCHEMA.take(
                        wanted,
                        privilege,
                        (Action.Step)
                            server ->
                                server.runIn(
                                    wanted.name(),
                                    sql ->
                                        sql.transaction(
                                            in -> close(in, wanted, privilege, owner, roles)))))
            .toList();
  }

  private static boolean close(Sql sql, Wanted wanted, String privilege, String owner, Roles roles)
      throws SQLException {
    ChangeId claim = PublicPlace.SCHEMA.claim(privilege);
    for (PgChange change : ofSchema(wanted, InSchema.read(sql), roles, owner)) {
      if (change.claim().filter(claim::equals).isPresent()
          && change.action() instanceof Action.Inside(String _, List<SqlText> statements)) {
        sql.execute(statements);
      }
    }
    return true;
  }

  /**
   * @param databaseOwner as it is
   * @throws EngineException PERMISSION when the schema is in other hands
   */
  static List<PgChange> ofSchema(
      Wanted wanted, @Nullable InSchema schema, Roles roles, String databaseOwner) {
    if (schema == null) {
      return List.of();
    }
    List<PgChange> changes =
        changes(
            wanted,
            PublicPlace.SCHEMA,
            schema.rights(),
            privilege ->
                inside(
                    wanted,
                    databaseOwner,
                    roles,
                    SqlText.of("REVOKE {} ON SCHEMA public FROM PUBLIC", word(privilege))),
            privilege ->
                inside(
                    wanted,
                    databaseOwner,
                    roles,
                    SqlText.of("GRANT {} ON SCHEMA public TO PUBLIC", word(privilege))));
    boolean reachable =
        schema.usable()
            || schema.owner().equals(InSchema.DATABASE_OWNER)
            || schema.owner().equals(databaseOwner);
    if (!changes.isEmpty() && !reachable) {
      // the server would only warn, and do nothing
      throw EngineException.at(
          ErrorKind.PERMISSION,
          wanted.field(PublicPlace.SCHEMA.path()),
          "the schema public belongs to \""
              + schema.owner()
              + "\", for whom the operator cannot act; give the schema to the database's owner"
              + " (before PostgreSQL 15 it is a superuser's), or leave the field out");
    }
    return changes;
  }

  private static List<PgChange> changes(
      Wanted wanted,
      PublicPlace place,
      Set<String> rights,
      Function<String, Action> take,
      Function<String, Action> giveBack) {
    if (place.closed(wanted)) {
      return new TreeSet<>(place.concerned())
          .stream()
              .filter(rights::contains)
              .map(privilege -> place.take(wanted, privilege, take.apply(privilege)))
              .toList();
    }
    return place.taken(wanted).stream()
        .filter(privilege -> !rights.contains(privilege))
        .map(privilege -> place.giveBack(wanted, privilege, giveBack.apply(privilege)))
        .toList();
  }

  private static SqlText word(String privilege) {
    return switch (privilege) {
      case "CONNECT" -> SqlText.of("CONNECT");
      case "TEMPORARY" -> SqlText.of("TEMPORARY");
      case "CREATE" -> SqlText.of("CREATE");
      case "USAGE" -> SqlText.of("USAGE");
      default -> throw new IllegalArgumentException(privilege);
    };
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
