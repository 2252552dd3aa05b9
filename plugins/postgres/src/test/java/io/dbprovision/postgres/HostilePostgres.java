package io.dbprovision.postgres;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.testkit.hostile.Fact;
import io.dbprovision.spi.testkit.hostile.HostileField;
import io.dbprovision.spi.testkit.hostile.HostileSite;
import io.dbprovision.spi.testkit.hostile.HostileTexts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A PostgreSQL with canaries, and objects of every sort under hostile names. */
final class HostilePostgres implements HostileSite {
  static final Owner SELF = Lab.owner("hostile");
  static final String HOME = "hv_home";
  static final String SHOP = "hv_shop";
  static final String CANARY = "canary";
  static final int GRANTEES = 60;
  private static final int NAMES = 24;
  private static final String CONTENT =
      "SELECT 'table canary' AS subject, md5(coalesce(string_agg(t::text, '|' ORDER BY id), ''))"
          + " AS text FROM public.canary t";

  final Lab lab;
  private final HostileFacts facts;
  private final List<String> names = new ArrayList<>();

  HostilePostgres(int major) {
    this.lab = Lab.on(major);
    this.facts = new HostileFacts(lab.server);
    nameThings();
    makeCanaries();
    makeShop();
    makeHome();
  }

  private void nameThings() {
    HostileTexts texts = new HostileTexts(new Random(4711), List.of());
    Set<String> found = new LinkedHashSet<>(List.of("plain", "cols", "a\"b", "a'b", "x\\", "ALL"));
    while (found.size() < NAMES) {
      String text = texts.next();
      boolean whole = text.equals(new String(bytes(text), StandardCharsets.UTF_8));
      boolean reserved = text.startsWith("pg_") || text.startsWith("_dbops_");
      if (whole
          && !reserved
          && !text.isEmpty()
          && bytes(text).length < 60
          && text.indexOf('\0') < 0
          && !List.of("public", "none", "current_user", "session_user", "*").contains(text)) {
        found.add(text);
      }
    }
    names.addAll(found);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void makeCanaries() {
    lab.server.execute(
        "postgres",
        "CREATE ROLE canary LOGIN CONNECTION LIMIT 7 PASSWORD 'canary'",
        "ALTER ROLE canary SET work_mem = '5MB'",
        "GRANT canary TO dbops_admin WITH ADMIN OPTION",
        "CREATE DATABASE hv_canary OWNER canary TEMPLATE template0");
    for (String name : names) {
      Lab.converge(lab.users(), Lab.user(name, Map.of("login", false)).build());
    }
    for (int i = 0; i < GRANTEES; i++) {
      Lab.converge(lab.users(), Lab.user("hv_g" + i, Map.of("login", false)).build());
    }
    // what the operator's login grants itself to act for an owner, it has from the beginning
    for (String name : names) {
      lab.server.execute(
          "postgres", "GRANT " + TestServer.identifier(name) + " TO dbops_admin WITH ADMIN OPTION");
    }
    lab.server.execute(
        "hv_canary",
        "SET ROLE canary",
        "CREATE TABLE public.canary (id int, said text)",
        "INSERT INTO public.canary VALUES (1, 'sings'), (2, 'is silent')",
        "GRANT SELECT ON public.canary TO hv_g0");
  }

  private void makeShop() {
    GrantSite.make(lab, SHOP, "hv_owner");
    List<String> statements =
        new ArrayList<>(List.of("CREATE TABLE public.canary (id int, said text)"));
    for (String schema : List.of("tables", "sequences", "functions", "procedures", "types")) {
      statements.add("CREATE SCHEMA " + schema + " AUTHORIZATION hv_owner");
    }
    lab.server.execute(SHOP, statements.toArray(String[]::new));
    statements.clear();
    List<String> columns = new ArrayList<>();
    for (String name : names) {
      String quoted = TestServer.identifier(name);
      columns.add(quoted + " int");
      statements.add("CREATE SCHEMA " + quoted);
      statements.add("CREATE TABLE tables." + quoted + " (id int, said text)");
      statements.add("CREATE SEQUENCE sequences." + quoted);
      statements.add(
          "CREATE FUNCTION functions." + quoted + "() RETURNS int LANGUAGE sql AS 'SELECT 1'");
      statements.add("CREATE PROCEDURE procedures." + quoted + "() LANGUAGE sql AS 'SELECT 1'");
      statements.add("CREATE TYPE types." + quoted + " AS ENUM ('a')");
    }
    statements.add("CREATE TABLE app.columns (" + String.join(", ", columns) + ")");
    statements.add("SELECT lo_create(4711)");
    List<String> all = new ArrayList<>(List.of("GRANT CREATE ON DATABASE hv_shop TO hv_owner"));
    lab.server.execute(SHOP, all.toArray(String[]::new));
    GrantSite.asOwner(lab.server, SHOP, "hv_owner", statements.toArray(String[]::new));
  }

  /** The database that changes within databases are tried on. */
  void makeHome() {
    Lab.converge(lab.databases(), Lab.database(HOME, Map.of()).databaseOwner("hv_owner").build());
  }

  void remakeHome() {
    dropHome();
    makeHome();
  }

  private void dropHome() {
    facts.forget(HOME);
    Lab.remove(
            lab.databases(),
            Lab.database(HOME, Map.of()).databaseOwner("hv_owner").build(),
            DropMode.DROP)
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  @Override
  public Set<Fact> snapshot() {
    Set<Fact> all = facts.read(List.of("hv_canary", SHOP, HOME));
    facts.collect("hv_canary", CONTENT, all);
    facts.collect(SHOP, CONTENT.replace("canary'", "canary of the shop'"), all);
    return all;
  }

  @Override
  public Map<String, HostileField> fields() {
    Map<String, HostileField> fields = new LinkedHashMap<>();
    fields.putAll(new HostileLogins(lab).fields());
    fields.putAll(new HostileGrants(lab).fields());
    fields.putAll(new HostileDatabases(this).fields());
    return fields;
  }

  @Override
  public Map<String, String> kept() {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String kind : List.of("Database", "DatabaseUser", "DatabaseRole", "DatabaseGrant")) {
      for (String block : List.of("mysql.", "clickhouse.")) {
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
  public List<String> present() {
    List<String> present = new ArrayList<>(names);
    present.addAll(
        List.of(CANARY, "hv_canary", SHOP, "hv_owner", "postgres", "dbops_admin", "4711"));
    present.addAll(List.of("pg_read_all_data", "UTF8", "pg_default", "template1", "plpgsql", "*"));
    return present;
  }

  @Override
  public void close() {
    facts.close();
    for (String database : List.of(HOME, SHOP, "hv_canary")) {
      lab.server.execute("postgres", "DROP DATABASE " + database + " WITH (FORCE)");
    }
    lab.server.execute("postgres", "DROP ROLE canary");
    List<String> roles = new ArrayList<>(names);
    roles.add("hv_owner");
    for (int i = 0; i < GRANTEES; i++) {
      roles.add("hv_g" + i);
    }
    for (String role : roles) {
      lab.server.execute("postgres", "DROP ROLE " + TestServer.identifier(role));
    }
    lab.close();
  }
}
