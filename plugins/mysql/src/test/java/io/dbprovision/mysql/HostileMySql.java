package io.dbprovision.mysql;

import static io.dbprovision.mysql.TestServer.identifier;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import io.dbprovision.spi.testkit.hostile.Fact;
import io.dbprovision.spi.testkit.hostile.HostileField;
import io.dbprovision.spi.testkit.hostile.HostileSite;
import io.dbprovision.spi.testkit.hostile.HostileTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A MySQL or MariaDB with canaries, and objects of every sort under hostile names. */
final class HostileMySql implements HostileSite {
  static final Owner SELF = Lab.owner("hostile");
  static final String HOME = "hv_home";
  static final String SHOP = "hv_shop";
  static final int GRANTEES = 60;
  private static final SecretText PASSWORD = SecretText.of("Hostile-4711");
  private static final int NAMES = 24;

  /** Quoting, comments and patterns of these servers, and the words around users and hosts. */
  private static final List<String> OWN =
      List.of(
          "x`; DROP DATABASE hv_canary; -- ",
          "x`@`%`; DROP USER canary; -- ",
          "x``; DROP USER canary; #",
          "x'; DROP USER canary; # ",
          "x\\'; DROP USER canary; #",
          "x\\`; DROP USER canary; #",
          "\\",
          "\\\\`",
          "`",
          "/*!50000 ; DROP USER canary */",
          "/*M!100000 ; DROP USER canary */",
          "x */ ; DROP USER canary; /*!",
          "\u00bf'; DROP USER canary; -- ",
          "\u7e17'; DROP USER canary; -- ",
          "DELIMITER //\nDROP USER canary//",
          "hv\\_canary",
          "hv_canar_",
          "hv%",
          "%",
          "_",
          "*.*",
          "`hv_canary`.*",
          "hv_canary.canary",
          "canary@%",
          "canary'@'%",
          "'canary'@'%' IDENTIFIED BY ''",
          "caching_sha2_password' BY 'x",
          "#mysql50#a",
          "mysql",
          "MySQL",
          "mysql.user",
          "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t",
          "SELECT 1 INTO OUTFILE '/tmp/dbops-hostile'",
          "SET GLOBAL general_log = OFF",
          "SET PASSWORD FOR canary = ''",
          "SHUTDOWN",
          "KILL USER dbops_admin");

  final Lab lab;
  private final TestServer server;
  private final HostileFacts facts;
  private final List<String> names = new ArrayList<>();

  HostileMySql(Product product) {
    this.lab = Lab.on(product);
    this.server = lab.server;
    makeCanaries();
    this.facts = new HostileFacts(server);
    nameThings();
    makeRoles();
    makeShop();
    makeHome();
  }

  Users users() {
    return lab.session.capability(Users.class).orElseThrow();
  }

  Roles roles() {
    return lab.session.capability(Roles.class).orElseThrow();
  }

  private void makeCanaries() {
    server.execute(
        "CREATE DATABASE hv_canary",
        "CREATE TABLE hv_canary.canary (id INT PRIMARY KEY, said VARCHAR(20))",
        "INSERT INTO hv_canary.canary VALUES (1, 'sings'), (2, 'is silent')",
        "CREATE USER canary IDENTIFIED BY 'canary-4711' WITH MAX_USER_CONNECTIONS 7",
        "GRANT SELECT ON hv_canary.canary TO canary",
        "GRANT ALL ON `hv\\_canary`.* TO canary WITH GRANT OPTION");
  }

  /** The servers' names are shorter in some places than in others: these fit everywhere. */
  private void nameThings() {
    HostileTexts texts = new HostileTexts(new Random(4711), List.of(), OWN);
    Set<String> found = new LinkedHashSet<>(List.of("plain", "a`b", "a'b", "x\\y", "a_b", "a%b"));
    while (found.size() < NAMES) {
      String text = texts.next();
      boolean fits =
          !text.isBlank()
              && text.length() <= 32
              && text.strip().equals(text)
              && text.codePoints().allMatch(c -> c >= ' ' && c < 0xd800)
              && !Character.isWhitespace(text.charAt(text.length() - 1))
              && !Character.isWhitespace(text.charAt(0))
              && !text.startsWith("_dbops")
              && !text.startsWith("#mysql50#");
      if (fits && !List.of("none", "public", "current_user", "mysql", "MySQL").contains(text)) {
        found.add(text);
      }
    }
    names.addAll(found);
  }

  private void makeRoles() {
    for (String name : names) {
      Lab.converge(roles(), RoleSpec.builder(name, SELF).build());
    }
    for (int i = 0; i < GRANTEES; i++) {
      Lab.converge(users(), UserSpec.builder("hv_g" + i, SELF).password(PASSWORD, true).build());
    }
  }

  private void makeShop() {
    List<String> statements = new ArrayList<>(List.of("CREATE DATABASE " + SHOP));
    List<String> columns = new ArrayList<>(List.of("id INT PRIMARY KEY"));
    Set<String> folded = new LinkedHashSet<>();
    for (String name : names) {
      String quoted = identifier(name);
      statements.add("CREATE TABLE " + SHOP + "." + quoted + " (id INT PRIMARY KEY)");
      // their names are compared as texts are, where many a character weighs nothing
      if (name.matches("[ -~]+") && folded.add(name.toLowerCase(Locale.ROOT))) {
        columns.add(quoted + " INT");
        statements.add("CREATE PROCEDURE " + SHOP + "." + quoted + "() SELECT 1");
      }
    }
    statements.add("CREATE TABLE " + SHOP + ".cols (" + String.join(", ", columns) + ")");
    server.execute("SET GLOBAL log_bin_trust_function_creators = ON");
    statements.add(
        "CREATE FUNCTION " + SHOP + ".plain() RETURNS INT DETERMINISTIC NO SQL RETURN 1");
    server.execute(statements.toArray(String[]::new));
  }

  private void makeHome() {
    Lab.converge(lab.databases(), Lab.database(HOME, Map.of()).build());
  }

  void remakeHome() {
    Lab.remove(lab.databases(), Lab.database(HOME, Map.of()).build(), DropMode.FORCE)
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    makeHome();
  }

  @Override
  public Set<Fact> snapshot() {
    return facts.read();
  }

  @Override
  public Map<String, HostileField> fields() {
    Map<String, HostileField> fields = new LinkedHashMap<>();
    fields.putAll(new HostileLogins(this).fields());
    fields.putAll(new HostileGrants(lab).fields());
    fields.putAll(new HostileDatabases(this).fields());
    return fields;
  }

  @Override
  public Map<String, String> kept() {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String kind : List.of("Database", "DatabaseUser", "DatabaseRole", "DatabaseGrant")) {
      for (String block : List.of("postgres.", "clickhouse.")) {
        kept.put(kind + " spec." + block, "another engine's block");
      }
      kept.put(kind + " spec.driftPolicy.", "read by the operator: a mode and an interval");
      for (String ref :
          List.of("instanceRef.", "clusterInstanceRef.", "databaseRef.", "userRef.", "roleRef.")) {
        kept.put(kind + " spec." + ref, "the name of an object in Kubernetes");
      }
    }
    kept.put("Database spec.deletionPolicy", "read by the operator: one of three words");
    kept.put("Database spec.snapshot.", "read by the operator and the store: how to keep a copy");
    kept.put("Database spec.initSQL.failurePolicy", "read by the operator: one of two words");
    kept.put("Database spec.initSQL.timeout", "read by the operator: a duration");
    kept.put("Database spec.initSQL.configMapRef.", "the name of an object in Kubernetes");
    kept.put("Database spec.initSQL.secretRef.", "the name of an object in Kubernetes");
    kept.put("DatabaseUser spec.existingPasswordSecret.", "the name of an object in Kubernetes");
    kept.put("DatabaseUser spec.passwordSecret.", "about a Secret in Kubernetes");
    for (String field : List.of("maxAge", "schedule", "strategy", "oldUserPolicy.")) {
      kept.put("DatabaseUser spec.passwordRotation." + field, "read by the operator: when and how");
    }
    return kept;
  }

  @Override
  public List<String> own() {
    return OWN;
  }

  @Override
  public List<String> present() {
    List<String> present = new ArrayList<>(names);
    present.addAll(List.of("canary", "hv_canary", SHOP, "root", "dbops_admin", "_dbops", "cols"));
    present.addAll(List.of("utf8mb4", "utf8mb4_bin", "InnoDB", "127.0.0.1", "SELECT", "database"));
    return present;
  }

  @Override
  public void close() {
    facts.close();
    Lab.remove(lab.databases(), Lab.database(HOME, Map.of()).build(), DropMode.FORCE);
    server.execute("DROP DATABASE " + SHOP, "DROP DATABASE hv_canary", "DROP USER canary");
    for (String name : names) {
      Lab.remove(roles(), RoleSpec.builder(name, SELF).build(), DropMode.DROP);
    }
    for (int i = 0; i < GRANTEES; i++) {
      Lab.remove(users(), UserSpec.builder("hv_g" + i, SELF).build(), DropMode.DROP);
    }
    lab.close();
  }
}
