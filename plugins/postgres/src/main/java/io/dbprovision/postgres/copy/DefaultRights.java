package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.SelfGrant;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rights that a target gives on what is made later. They are inside a database, and a restore
 * brings back the owner's alone: those of other roles take their rights, which the operator has.
 */
final class DefaultRights {
  private static final Logger LOG = LoggerFactory.getLogger(DefaultRights.class);
  private static final PgDialect PG = PgDialect.PG;
  private static final SqlText RIGHTS =
      SqlText.of(
          """
          SELECT pg_catalog.pg_get_userbyid(d.defaclrole), n.nspname, d.defaclobjtype,
                 CASE WHEN a.grantee = 0 THEN '' ELSE pg_catalog.pg_get_userbyid(a.grantee) END,
                 a.privilege_type, a.is_grantable
          FROM pg_catalog.pg_default_acl d
          CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) a
          LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
          ORDER BY 1, 2, 3, 4, 5
          """);
  private static final SqlText SCHEMAS = SqlText.of("SELECT nspname FROM pg_catalog.pg_namespace");

  private record Right(
      String role,
      @Nullable String schema,
      String sort,
      String grantee,
      String privilege,
      boolean grantable) {}

  private DefaultRights() {}

  /**
   * In the schemas that both have; what cannot be given is left for the next look at the target.
   */
  static void copy(Server server, String from, String to) {
    Map<String, List<Right>> byRole = new TreeMap<>();
    for (Right right :
        server.runIn(
            from,
            sql ->
                sql.query(
                    RIGHTS,
                    row ->
                        new Right(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getBoolean(6))))) {
      if (!right.role().startsWith(Names.OWN_PREFIX)
          && !right.grantee().startsWith(Names.OWN_PREFIX)) {
        byRole.computeIfAbsent(right.role(), _ -> new ArrayList<>()).add(right);
      }
    }
    byRole.forEach((role, rights) -> give(server, to, role, rights));
  }

  private static void give(Server server, String database, String role, List<Right> rights) {
    try {
      server.runIn(
          database,
          sql -> {
            List<String> schemas = sql.query(SCHEMAS, row -> row.getString(1));
            List<SqlText> statements =
                new ArrayList<>(
                    SelfGrant.statements(
                        RoleCatalog.readUsable(sql, List.of(role)).values(),
                        server.admin(),
                        Server.major(sql)));
            for (Right right : rights) {
              if (right.schema() == null || schemas.contains(right.schema())) {
                statement(right).ifPresent(statements::add);
              }
            }
            return sql.transaction(
                transaction -> {
                  transaction.execute(statements);
                  return true;
                });
          });
    } catch (EngineException e) {
      if (e.kind() != ErrorKind.PERMISSION) {
        throw e;
      }
      LOG.atDebug()
          .addKeyValue("role", role)
          .addKeyValue("detail", e.getMessage())
          .log("rights on what a role makes later were not taken along");
    }
  }

  private static Optional<SqlText> statement(Right right) {
    SqlText things =
        switch (right.sort()) {
          case "r" -> SqlText.of("TABLES");
          case "S" -> SqlText.of("SEQUENCES");
          case "f" -> SqlText.of("ROUTINES");
          case "T" -> SqlText.of("TYPES");
          case "n" -> SqlText.of("SCHEMAS");
          default -> SqlText.of("LARGE OBJECTS");
        };
    SqlText role = PG.identifier(right.role());
    SqlText where =
        right.schema() == null
            ? SqlText.of("FOR ROLE {}", role)
            : SqlText.of("FOR ROLE {} IN SCHEMA {}", role, PG.identifier(right.schema()));
    SqlText grantee =
        right.grantee().isEmpty() ? SqlText.of("PUBLIC") : PG.identifier(right.grantee());
    SqlText option = right.grantable() ? SqlText.of(" WITH GRANT OPTION") : SqlText.of("");
    return Privilege.ofCatalog(right.privilege())
        .map(
            privilege ->
                SqlText.of(
                    "ALTER DEFAULT PRIVILEGES {} GRANT {} ON {} TO {}{}",
                    where,
                    privilege.word(),
                    things,
                    grantee,
                    option));
  }
}
