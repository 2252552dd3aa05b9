package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Block;
import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.distribution.fields.Trial.Yaml;
import java.util.ArrayList;
import java.util.List;

/** The blocks {@code spec.mysql} of roles and grants, on one of the two products. */
final class MySqlGrantTrials {
  private static final String BLOCK = "spec.mysql.";
  private static final String ENTRY = "spec.mysql.grants[].";

  /** What the trial's account holds, each as {@code where:privileges}. */
  private static final String HELD =
      """
      SELECT CONVERT(h.what USING utf8mb4) COLLATE utf8mb4_bin AS what FROM (
        SELECT CONVERT('*.*:Process' USING utf8mb4) AS what FROM mysql.user WHERE User = '{n}' AND Process_priv = 'Y'
        UNION ALL SELECT CONVERT(CONCAT(Db, '.*:', CONCAT_WS('+', IF(Select_priv = 'Y', 'Select', NULL),
            IF(Insert_priv = 'Y', 'Insert', NULL), IF(Grant_priv = 'Y', 'Grant', NULL))) USING utf8mb4)
          FROM mysql.db WHERE User = '{n}'
        UNION ALL SELECT CONVERT(CONCAT(Db, '.', Table_name, ':', Table_priv) USING utf8mb4)
          FROM mysql.tables_priv WHERE User = '{n}' AND Table_priv <> ''
        UNION ALL SELECT CONVERT(CONCAT(Db, '.', Table_name, '.', Column_name, ':', Column_priv) USING utf8mb4)
          FROM mysql.columns_priv WHERE User = '{n}'
        UNION ALL SELECT CONVERT(CONCAT(Routine_type, ' ', Db, '.', Routine_name, ':', Proc_priv) USING utf8mb4)
          FROM mysql.procs_priv WHERE User = '{n}') h ORDER BY 1""";

  private final MySql server;
  private final String ref;

  MySqlGrantTrials(MySql server) {
    this.server = server;
    this.ref = "instanceRef: {name: " + server.product() + "}\n";
  }

  List<Trial> all() {
    String grant = "userRef: {name: '{n}'}\ndeletionProtection: false\n";
    Act user = Looks.object("DatabaseUser", "{n}", "username: '{n}'\n" + ref);
    String role = "roleName: '{n}'\n" + ref;
    List<Trial> trials = new ArrayList<>();
    for (Trial trial : entries("DatabaseGrant", grant)) {
      trials.add(trial.before(user));
    }
    trials.addAll(entries("DatabaseRole", role));
    trials.add(
        Trial.of("DatabaseGrant", BLOCK + "roles", grant)
            .values(new Yaml("[r1]"), new Yaml("[r2]"))
            .shows(roles(), "r1", "r2")
            .before(user));
    trials.add(
        Trial.of("DatabaseRole", BLOCK + "roles", role)
            .values(new Yaml("[r1]"), new Yaml("[r2]"))
            .shows(roles(), "r1", "r2"));
    trials.add(
        Trial.of("DatabaseRole", BLOCK + "useNativeRoles", role)
            .values(true, false)
            .shows(
                server.sees("SELECT COUNT(*) FROM mysql.user WHERE User = '{n}'"), "1", "never"));
    return trials;
  }

  private Look roles() {
    return server.product().equals("mariadb")
        ? server.sees("SELECT Role FROM mysql.roles_mapping WHERE User = '{n}' ORDER BY 1")
        : server.sees("SELECT FROM_USER FROM mysql.role_edges WHERE TO_USER = '{n}' ORDER BY 1");
  }

  private List<Trial> entries(String kind, String spec) {
    Look held = server.sees(HELD);
    String on = "level: table, database: shop, ";
    return List.of(
        entry(kind, spec, "level", "privileges: [SELECT]")
            .values(
                new Block("{level: database, database: shop}"),
                new Block("{level: table, database: shop, table: t1}"))
            .shows(held, "shop.*:Select", "shop.t1:Select"),
        entry(kind, spec, "level", "privileges: [SELECT]")
            .when("`column`")
            .values(
                new Block("{level: table, database: shop, table: t1}"),
                new Block("{level: column, database: shop, table: t1, columns: [a]}"))
            .shows(held, "shop.t1:Select", "shop.t1.a:Select"),
        entry(kind, spec, "level", "")
            .when("`global`")
            .values(
                new Block("{level: database, database: shop, privileges: [SELECT]}"),
                new Block("{level: global, privileges: [PROCESS]}"))
            .shows(held, "shop.*:Select", "*.*:Process"),
        entry(kind, spec, "database", "level: database, privileges: [SELECT]")
            .values("shop", "store")
            .shows(held, "shop.*:Select", "store.*:Select"),
        entry(kind, spec, "table", "level: table, database: shop, privileges: [SELECT]")
            .values("t1", "t2")
            .shows(held, "shop.t1:Select", "shop.t2:Select"),
        entry(
                kind,
                spec,
                "columns",
                "level: column, database: shop, table: t1, privileges: [SELECT]")
            .values(new Yaml("[a]"), new Yaml("[b]"))
            .shows(held, "shop.t1.a:Select", "shop.t1.b:Select"),
        entry(kind, spec, "privileges", on + "table: t1")
            .values(new Yaml("[SELECT]"), new Yaml("[INSERT]"))
            .shows(held, "shop.t1:Select", "shop.t1:Insert"),
        entry(kind, spec, "procedure", "level: procedure, database: shop, privileges: [EXECUTE]")
            .values("p1", "p2")
            .shows(held, "PROCEDURE shop.p1:Execute", "PROCEDURE shop.p2:Execute"),
        entry(kind, spec, "function", "level: function, database: shop, privileges: [EXECUTE]")
            .values("f1", "f2")
            .shows(held, "FUNCTION shop.f1:Execute", "FUNCTION shop.f2:Execute"),
        entry(kind, spec, "withGrantOption", on + "table: t1, privileges: [SELECT]")
            .values(ABSENT, true)
            .shows(held, "shop.t1:Select", "shop.t1:Select,Grant"));
  }

  private static Trial entry(String kind, String spec, String field, String rest) {
    return Trial.of(kind, ENTRY + field, spec + "mysql: {grants: [{" + rest + "}]}\n");
  }
}
