package io.dbprovision.postgres;

import io.dbprovision.spi.testkit.hostile.Fact;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The catalogs of a server as facts, by the superuser; one connection to each database. */
final class HostileFacts implements AutoCloseable {
  private static final String CLUSTER =
      """
      SELECT 'role ' || rolname AS subject, 'is ' || rolsuper || rolinherit || rolcreaterole
          || rolcreatedb || rolcanlogin || rolreplication || rolbypassrls || ' ' || rolconnlimit
          || ' ' || coalesce(rolpassword, '') || ' ' || coalesce(rolvaliduntil::text, '') || ' '
          || coalesce(shobj_description(oid, 'pg_authid'), '') AS text
        FROM pg_authid
      UNION ALL SELECT 'role ' || m.rolname, 'in ' || r.rolname || ' ' || to_jsonb(a.*)
          - 'oid' - 'roleid' - 'member' - 'grantor'
        FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
      UNION ALL SELECT 'role ' || coalesce(rolname, 'any'),
          'set in ' || coalesce(datname, 'any') || ' ' || unnest(setconfig)
        FROM pg_db_role_setting LEFT JOIN pg_roles r ON r.oid = setrole
        LEFT JOIN pg_database d ON d.oid = setdatabase
      UNION ALL SELECT 'database ' || datname, 'is ' || pg_get_userbyid(datdba) || ' '
          || pg_encoding_to_char(encoding) || ' ' || datcollate || ' ' || datctype || ' '
          || datistemplate || datallowconn || datconnlimit || ' '
          || (SELECT spcname FROM pg_tablespace t WHERE t.oid = dattablespace) || ' '
          || coalesce(shobj_description(oid, 'pg_database'), '')
        FROM pg_database
      UNION ALL SELECT 'tablespace ' || spcname, coalesce(spcacl::text, '') FROM pg_tablespace
      UNION ALL SELECT 'role ' || coalesce(g.rolname, 'everybody'),
          privilege_type || CASE WHEN is_grantable THEN '*' ELSE '' END || ' on database ' || datname
        FROM pg_database CROSS JOIN LATERAL aclexplode(coalesce(datacl, acldefault('d', datdba))) a
        LEFT JOIN pg_roles g ON g.oid = a.grantee
      UNION ALL SELECT 'setting ' || name, setting FROM pg_settings WHERE source <> 'session'
        AND name NOT LIKE 'lc\\_%' AND name <> 'application_name'
      """;

  private static final String INSIDE =
      """
      WITH names AS (SELECT oid, nspname, nspname !~ '^pg_' AND nspname <> 'information_schema' AS ours
        FROM pg_namespace),
      lists AS (
        SELECT 'schema ' || current_database() || '/' || n.nspname AS thing,
            CASE WHEN ours THEN coalesce(nspacl, acldefault('n', nspowner)) ELSE nspacl END AS acl
          FROM pg_namespace s JOIN names n ON n.oid = s.oid
        UNION ALL SELECT 'class ' || current_database() || '/' || nspname || '/' || relname,
            CASE WHEN ours THEN coalesce(relacl,
              acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)) ELSE relacl END
          FROM pg_class c JOIN names n ON n.oid = relnamespace WHERE relkind <> 'i'
        UNION ALL SELECT 'column ' || current_database() || '/' || nspname || '/' || relname || '/'
            || attname, attacl
          FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN names n ON n.oid = relnamespace
          WHERE attacl IS NOT NULL
        UNION ALL SELECT 'routine ' || current_database() || '/' || nspname || '/' || proname || '('
            || oidvectortypes(proargtypes) || ')',
            CASE WHEN ours THEN coalesce(proacl, acldefault('f', proowner)) ELSE proacl END
          FROM pg_proc p JOIN names n ON n.oid = pronamespace
        UNION ALL SELECT 'type ' || current_database() || '/' || nspname || '/' || typname,
            CASE WHEN ours THEN coalesce(typacl, acldefault('T', typowner)) ELSE typacl END
          FROM pg_type JOIN names n ON n.oid = typnamespace
        UNION ALL SELECT 'largeobject ' || current_database() || '/' || oid,
            coalesce(lomacl, acldefault('L', lomowner)) FROM pg_largeobject_metadata
        UNION ALL SELECT 'default ' || current_database() || '/' || coalesce(nspname, '') || '/'
            || defaclobjtype::text || ' of ' || pg_get_userbyid(defaclrole), defaclacl
          FROM pg_default_acl LEFT JOIN names n ON n.oid = defaclnamespace)
      SELECT 'role ' || coalesce(g.rolname, 'everybody') AS subject, privilege_type
          || CASE WHEN is_grantable THEN '*' ELSE '' END || ' on ' || thing AS text
        FROM lists CROSS JOIN LATERAL aclexplode(acl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
      UNION ALL SELECT 'schema ' || current_database() || '/' || nspname,
          'owned by ' || pg_get_userbyid(nspowner) || coalesce(obj_description(oid), '')
        FROM pg_namespace WHERE nspname !~ '^pg_t'
      UNION ALL SELECT 'class ' || current_database() || '/' || nspname || '/' || relname,
          relkind::text || ' ' || pg_get_userbyid(relowner)
        FROM pg_class c JOIN names n ON n.oid = relnamespace WHERE ours
      UNION ALL SELECT 'routine ' || current_database() || '/' || nspname || '/' || proname,
          md5(prosrc) || ' ' || pg_get_userbyid(proowner)
        FROM pg_proc p JOIN names n ON n.oid = pronamespace WHERE ours
      UNION ALL SELECT 'extension ' || current_database() || '/' || extname,
          extversion || ' in ' || extnamespace::regnamespace FROM pg_extension
      UNION ALL SELECT 'trigger ' || current_database(), evtname FROM pg_event_trigger
      """;

  private final TestServer server;
  private final Map<String, Connection> connections = new LinkedHashMap<>();

  HostileFacts(TestServer server) {
    this.server = server;
  }

  /** Of the cluster, and of what is in those databases. */
  Set<Fact> read(List<String> databases) {
    Set<Fact> facts = new HashSet<>();
    collect("postgres", CLUSTER, facts);
    databases.forEach(database -> collect(database, INSIDE, facts));
    return facts;
  }

  /** What a query says about one subject. */
  void collect(String database, String query, Set<Fact> facts) {
    try (Statement statement = to(database).createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(query)) {
        while (row.next()) {
          facts.add(new Fact(row.getString(1), row.getString(2)));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection to(String database) throws SQLException {
    Connection connection = connections.get(database);
    if (connection == null || !connection.isValid(5)) {
      connection =
          server.connect(server.value("PGSUPER"), server.value("PGSUPER_PASSWORD"), database);
      connections.put(database, connection);
    }
    return connection;
  }

  void forget(String database) {
    Connection connection = connections.remove(database);
    if (connection != null) {
      close(connection);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    connections.values().forEach(HostileFacts::close);
    connections.clear();
  }
}
