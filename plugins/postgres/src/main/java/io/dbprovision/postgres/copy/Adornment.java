package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.postgres.user.Setting;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a database has beside its content: owner, rights, settings, limits and comment, in which the
 * ownership record stands.
 */
record Adornment(
    String owner,
    int connectionLimit,
    boolean template,
    @Nullable String comment,
    List<Right> rights,
    List<Preset> presets) {
  private static final PgDialect PG = PgDialect.PG;

  /**
   * @param grantee empty for everybody
   */
  record Right(String grantee, String privilege, boolean grantable) {}

  /**
   * @param role empty for every role
   */
  record Preset(String role, String entry) {}

  private static final SqlText BY_NAME =
      SqlText.of(
          "SELECT pg_catalog.pg_get_userbyid(datdba), datconnlimit, datistemplate,"
              + " pg_catalog.shobj_description(oid, 'pg_database')"
              + " FROM pg_catalog.pg_database WHERE datname = ?");
  private static final SqlText RIGHTS =
      SqlText.of(
          """
          SELECT CASE WHEN a.grantee = 0 THEN '' ELSE pg_catalog.pg_get_userbyid(a.grantee) END,
                 a.privilege_type, pg_catalog.bool_or(a.is_grantable)
          FROM pg_catalog.pg_database d
          CROSS JOIN LATERAL pg_catalog.aclexplode(
            coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
          WHERE d.datname = ?
          GROUP BY 1, 2 ORDER BY 1, 2
          """);
  private static final SqlText PRESETS =
      SqlText.of(
          """
          SELECT coalesce(r.rolname, ''), c.entry
          FROM pg_catalog.pg_db_role_setting s
          JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
          LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
          CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) c(entry)
          WHERE d.datname = ?
          ORDER BY 1, 2
          """);

  Adornment {
    rights = List.copyOf(rights);
    presets = List.copyOf(presets);
  }

  static Adornment read(Sql sql, String database) throws SQLException {
    List<Right> rights =
        sql.query(
            RIGHTS,
            row -> new Right(row.getString(1), row.getString(2), row.getBoolean(3)),
            database);
    List<Preset> presets =
        sql.query(PRESETS, row -> new Preset(row.getString(1), row.getString(2)), database);
    return sql.first(
            BY_NAME,
            row ->
                new Adornment(
                    row.getString(1),
                    row.getInt(2),
                    row.getBoolean(3),
                    row.getString(4),
                    rights,
                    presets),
            database)
        .orElseThrow(() -> new SQLException("the database is gone", "3D000"));
  }

  /** Gives it to a database that has the same owner, and no rights but that owner's. */
  List<SqlText> statements(String database) {
    SqlText name = PG.identifier(database);
    List<SqlText> statements = new ArrayList<>();
    statements.add(
        SqlText.of("REVOKE ALL ON DATABASE {} FROM PUBLIC, {}", name, PG.identifier(owner)));
    for (Right right : rights) {
      // that of a role that stands in for the owner ends with the database it stands in for
      if (!right.grantee().startsWith(Names.OWN_PREFIX)) {
        Privilege.ofCatalog(right.privilege())
            .ifPresent(privilege -> statements.add(grant(name, right, privilege)));
      }
    }
    if (connectionLimit >= 0) {
      statements.add(
          SqlText.of("ALTER DATABASE {} CONNECTION LIMIT {}", name, PG.number(connectionLimit)));
    }
    if (template) {
      statements.add(SqlText.of("ALTER DATABASE {} IS_TEMPLATE true", name));
    }
    statements.add(
        SqlText.of(
            "COMMENT ON DATABASE {} IS {}",
            name,
            comment == null ? SqlText.of("NULL") : PG.literal(comment)));
    for (Preset preset : presets) {
      int equals = preset.entry().indexOf('=');
      Setting setting =
          new Setting(preset.entry().substring(0, equals), preset.entry().substring(equals + 1));
      statements.add(
          preset.role().isEmpty()
              ? setting.setOf(database)
              : setting.setIn(database, preset.role()));
    }
    return statements;
  }

  private static SqlText grant(SqlText database, Right right, Privilege privilege) {
    SqlText grantee =
        right.grantee().isEmpty() ? SqlText.of("PUBLIC") : PG.identifier(right.grantee());
    return right.grantable()
        ? SqlText.of(
            "GRANT {} ON DATABASE {} TO {} WITH GRANT OPTION", privilege.word(), database, grantee)
        : SqlText.of("GRANT {} ON DATABASE {} TO {}", privilege.word(), database, grantee);
  }
}
