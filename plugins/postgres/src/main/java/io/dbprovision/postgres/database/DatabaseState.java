package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.Remark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A database as the server-wide catalog describes it.
 *
 * @param sizeBytes null when our login may not know
 * @param publicRights what everybody may do with it
 */
record DatabaseState(
    String name,
    String owner,
    String encoding,
    String collate,
    String ctype,
    boolean template,
    boolean connectable,
    int connectionLimit,
    String tablespace,
    @Nullable Long sizeBytes,
    Set<String> publicRights,
    Remark remark) {
  /** What the server writes into a database whose removal was interrupted. */
  private static final int BROKEN = -2;

  private static final SqlText BY_NAME =
      SqlText.of(
          """
          SELECT d.datname, pg_catalog.pg_get_userbyid(d.datdba) AS owner,
                 pg_catalog.pg_encoding_to_char(d.encoding) AS encoding,
                 d.datcollate, d.datctype, d.datistemplate, d.datallowconn, d.datconnlimit,
                 t.spcname,
                 CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')
                        OR pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
                      THEN pg_catalog.pg_database_size(d.oid) END AS size,
                 ARRAY(SELECT a.privilege_type FROM pg_catalog.aclexplode(
                         coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
                       WHERE a.grantee = 0) AS everybody,
                 c.description
          FROM pg_catalog.pg_database d
          JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
          LEFT JOIN pg_catalog.pg_shdescription c
            ON c.objoid = d.oid AND c.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
          WHERE d.datname = ANY (CAST(? AS pg_catalog.text[])::pg_catalog.name[])
          """);

  private static final SqlText NAMES = SqlText.of("SELECT datname FROM pg_catalog.pg_database");

  static Map<String, DatabaseState> read(Sql sql, Collection<String> names) throws SQLException {
    Map<String, DatabaseState> found = new HashMap<>();
    for (DatabaseState state :
        sql.query(BY_NAME, DatabaseState::of, List.copyOf(Set.copyOf(names)))) {
      found.put(state.name(), state);
    }
    return found;
  }

  static Set<String> names(Sql sql) throws SQLException {
    return Set.copyOf(sql.query(NAMES, row -> row.getString(1)));
  }

  boolean broken() {
    return connectionLimit == BROKEN;
  }

  private static DatabaseState of(ResultSet row) throws SQLException {
    long size = row.getLong("size");
    Long known = row.wasNull() ? null : size;
    return new DatabaseState(
        row.getString("datname"),
        row.getString("owner"),
        row.getString("encoding"),
        row.getString("datcollate"),
        row.getString("datctype"),
        row.getBoolean("datistemplate"),
        row.getBoolean("datallowconn"),
        row.getInt("datconnlimit"),
        row.getString("spcname"),
        known,
        PublicRights.of(row.getArray("everybody")),
        Remark.parse(row.getString("description")));
  }
}
