package io.dbprovision.postgres;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A database of a role that is not the operator's login, and what is held in it. */
final class GrantSite {
  private GrantSite() {}

  static void make(Lab lab, String database, String owner) {
    apply(Lab.user(owner, Map.of("login", false)).build(), lab.users());
    apply(
        Lab.database(database, Map.of("schemas", List.of(Map.of("name", "app"))))
            .databaseOwner(owner)
            .build(),
        lab.databases());
    lab.server.execute(database, "ALTER SCHEMA app OWNER TO " + TestServer.identifier(owner));
  }

  private static <D extends Desired> void apply(D desired, Managed<D> managed) {
    Plan plan = managed.plan(desired);
    Set<ChangeId> all = Lab.all(plan);
    managed
        .apply(plan, all)
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  static void asOwner(TestServer server, String database, String owner, String... statements) {
    List<String> all = new ArrayList<>();
    all.add("SET ROLE " + TestServer.identifier(owner));
    all.addAll(List.of(statements));
    server.execute(database, all.toArray(String[]::new));
  }

  /** All that the grantee holds in the database and on it, sorted. */
  static List<String> held(TestServer server, String database, String grantee) {
    return server.ask(
        database,
        """
        SELECT t FROM (
          SELECT 'database ' || datname AS o, datacl AS acl FROM pg_database
          WHERE datname = current_database()
          UNION ALL SELECT 'schema ' || nspname, nspacl FROM pg_namespace
          UNION ALL SELECT CASE relkind WHEN 'S' THEN 'sequence ' ELSE 'table ' END
              || nspname || '.' || relname, relacl
            FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
          UNION ALL SELECT 'column ' || nspname || '.' || relname || '.' || attname, attacl
            FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
            JOIN pg_namespace n ON n.oid = relnamespace
          UNION ALL SELECT 'function ' || nspname || '.' || proname
              || '(' || oidvectortypes(proargtypes) || ')', proacl
            FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
          UNION ALL SELECT 'type ' || nspname || '.' || typname, typacl
            FROM pg_type y JOIN pg_namespace n ON n.oid = typnamespace
          UNION ALL SELECT 'largeobject ' || oid, lomacl FROM pg_largeobject_metadata) s
        CROSS JOIN LATERAL aclexplode(acl) a
        CROSS JOIN LATERAL (
          SELECT o || ' ' || privilege_type AS t
          UNION ALL SELECT o || ' ' || privilege_type || ' with grant option' WHERE is_grantable) w
        WHERE a.grantee = (SELECT oid FROM pg_roles WHERE rolname = %s)
        ORDER BY t COLLATE "C"
        """
            .formatted(TestServer.literal(grantee)));
  }
}
