package io.dbprovision.postgres.grant;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.grant.Thing.TypeName;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Privilege;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the server is told to give and to take. Pure. */
final class Statements {
  private static final PgDialect PG = PgDialect.PG;
  private static final Set<String> DEFAULT_OBJECTS =
      Set.of("tables", "sequences", "functions", "types", "schemas");
  private static final int LOCKS_OF_DATABASES = 0x6462_6f70;

  private Statements() {}

  static SqlText grant(Thing thing, Privilege privilege, boolean option, String grantee) {
    SqlText given = given(thing, privilege);
    SqlText to = PG.identifier(grantee);
    if (thing.sort() == Sort.ROLE) {
      return option
          ? SqlText.of("GRANT {} TO {} WITH ADMIN OPTION", role(thing), to)
          : SqlText.of("GRANT {} TO {}", role(thing), to);
    }
    return prefixed(
        thing,
        option
            ? SqlText.of("GRANT {} ON {} TO {} WITH GRANT OPTION", given, on(thing), to)
            : SqlText.of("GRANT {} ON {} TO {}", given, on(thing), to));
  }

  /** The membership with ways of working; since 16. */
  static SqlText join(
      Thing role, String grantee, @Nullable Boolean inherit, @Nullable Boolean set) {
    List<SqlText> ways = new ArrayList<>();
    if (inherit != null) {
      ways.add(inherit ? SqlText.of("INHERIT TRUE") : SqlText.of("INHERIT FALSE"));
    }
    if (set != null) {
      ways.add(set ? SqlText.of("SET TRUE") : SqlText.of("SET FALSE"));
    }
    return SqlText.of(
        "GRANT {} TO {} WITH {}", role(role), PG.identifier(grantee), SqlText.join(", ", ways));
  }

  /**
   * @param cascade also from those that the grantee passed it on to
   */
  static SqlText revoke(
      Thing thing, Privilege privilege, boolean option, String grantee, boolean cascade) {
    SqlText from = PG.identifier(grantee);
    SqlText end = cascade ? SqlText.of(" CASCADE") : SqlText.of("");
    if (thing.sort() == Sort.ROLE) {
      return option
          ? SqlText.of("REVOKE ADMIN OPTION FOR {} FROM {}{}", role(thing), from, end)
          : SqlText.of("REVOKE {} FROM {}{}", role(thing), from, end);
    }
    SqlText taken = given(thing, privilege);
    return prefixed(
        thing,
        option
            ? SqlText.of("REVOKE GRANT OPTION FOR {} ON {} FROM {}{}", taken, on(thing), from, end)
            : SqlText.of("REVOKE {} ON {} FROM {}{}", taken, on(thing), from, end));
  }

  /** Only who gave a membership can end it; so it has to be said who that was. */
  static SqlText leave(
      Thing role, String grantor, boolean option, String grantee, boolean cascade) {
    SqlText from = PG.identifier(grantee);
    SqlText by = PG.identifier(grantor);
    SqlText end = cascade ? SqlText.of(" CASCADE") : SqlText.of("");
    return option
        ? SqlText.of(
            "REVOKE ADMIN OPTION FOR {} FROM {} GRANTED BY {}{}", role(role), from, by, end)
        : SqlText.of("REVOKE {} FROM {} GRANTED BY {}{}", role(role), from, by, end);
  }

  /** The statement as a role that our login is a member of. */
  static List<SqlText> as(String role, SqlText statement) {
    return List.of(
        SqlText.of("SET LOCAL ROLE {}", PG.identifier(role)),
        statement,
        SqlText.of("SET LOCAL ROLE NONE"));
  }

  /**
   * Until the end of the transaction nobody else changes the privileges of that database: the
   * server refuses two at once. Only among those who ask, and only in one and the same database.
   */
  static SqlText lockOf(String database) {
    return SqlText.of(
        "SELECT pg_catalog.pg_advisory_xact_lock({}, {})",
        PG.number(LOCKS_OF_DATABASES),
        PG.number(database.hashCode()));
  }

  private static SqlText prefixed(Thing thing, SqlText statement) {
    if (!thing.sort().isDefault()) {
      return statement;
    }
    SqlText creator = PG.identifier(thing.target().name());
    return thing.sort() == Sort.DEFAULT_SCHEMAS
        ? SqlText.of("ALTER DEFAULT PRIVILEGES FOR ROLE {} {}", creator, statement)
        : SqlText.of(
            "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA {} {}",
            creator,
            PG.identifier(thing.target().schema()),
            statement);
  }

  private static SqlText given(Thing thing, Privilege privilege) {
    return switch (thing.sort()) {
      case ROLE -> role(thing);
      case COLUMN ->
          SqlText.of("{} ({})", privilege.word(), PG.identifier(thing.target().column()));
      default -> privilege.word();
    };
  }

  private static SqlText role(Thing thing) {
    return PG.identifier(thing.target().name());
  }

  private static SqlText on(Thing thing) {
    Target target = thing.target();
    return switch (thing.sort()) {
      case DATABASE -> SqlText.of("DATABASE {}", PG.identifier(target.name()));
      case SCHEMA -> SqlText.of("SCHEMA {}", PG.identifier(target.name()));
      case TABLE, COLUMN -> SqlText.of("TABLE {}", inSchema(target));
      case SEQUENCE -> SqlText.of("SEQUENCE {}", inSchema(target));
      case FUNCTION, PROCEDURE, ROUTINE ->
          SqlText.of("ROUTINE {}({})", inSchema(target), arguments(thing));
      case TYPE -> SqlText.of("TYPE {}", inSchema(target));
      case LARGE_OBJECT -> SqlText.of("LARGE OBJECT {}", PG.number(Long.parseLong(target.name())));
      case DEFAULT_TABLES, DEFAULT_SEQUENCES, DEFAULT_FUNCTIONS, DEFAULT_TYPES, DEFAULT_SCHEMAS ->
          PG.word(thing.sort().objects(), DEFAULT_OBJECTS);
      case ROLE -> throw new IllegalArgumentException("memberships are not on anything");
    };
  }

  private static SqlText arguments(Thing routine) {
    return SqlText.join(", ", routine.arguments().stream().map(Statements::qualified).toList());
  }

  private static SqlText qualified(TypeName type) {
    return SqlText.of("{}.{}", PG.identifier(type.schema()), PG.identifier(type.name()));
  }

  private static SqlText inSchema(Target target) {
    return SqlText.of("{}.{}", PG.identifier(target.schema()), PG.identifier(target.name()));
  }
}
