package io.dbprovision.distribution.fields;

import io.dbprovision.distribution.operator.PostgresServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Two servers, two namespaces, and the instances that all trials share. Thread-safe. */
final class Site implements AutoCloseable {
  static final String OPERATOR = "fields";
  static final String PASSWORD = "S3cret-of-the-trials";

  /** Two of each sort that privileges can be given on. */
  private static final String[] THINGS = {
    "CREATE SCHEMA second",
    "CREATE TABLE public.t1 (a int)",
    "CREATE TABLE public.t2 (a int)",
    "CREATE TABLE second.t1 (a int)",
    "CREATE SEQUENCE public.s1",
    "CREATE SEQUENCE public.s2",
    "CREATE FUNCTION public.f1() RETURNS int LANGUAGE sql RETURN 1",
    "CREATE FUNCTION public.f2() RETURNS int LANGUAGE sql RETURN 1",
    "CREATE PROCEDURE public.p1() LANGUAGE sql BEGIN ATOMIC SELECT 1; END",
    "CREATE PROCEDURE public.p2() LANGUAGE sql BEGIN ATOMIC SELECT 1; END",
    "CREATE TYPE public.c1 AS ENUM ()",
    "CREATE TYPE public.c2 AS ENUM ()",
    "SELECT lo_create(4001)",
    "SELECT lo_create(4002)"
  };

  private final Cluster cluster;
  private final PostgresServer first;
  private final PostgresServer second;
  private final Sql server;
  private final Sql newer;
  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, Tap> taps = new ConcurrentHashMap<>();
  private final Stores stores;
  private final ConcurrentLinkedDeque<AutoCloseable> held = new ConcurrentLinkedDeque<>();
  private final Map<Exhibit, Showcase> exhibits = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<Tap> all = new ConcurrentLinkedDeque<>();

  Site(Cluster cluster, PostgresServer first, PostgresServer second, Stores stores) {
    this.cluster = cluster;
    this.stores = stores;
    this.first = first;
    this.second = second;
    this.server = new Sql(first.superuser());
    this.newer = new Sql(second.superuser());
  }

  Cluster cluster() {
    return cluster;
  }

  /** PostgreSQL 15, with TLS for whoever wants it. */
  Sql server() {
    return server;
  }

  /** PostgreSQL 18. */
  Sql newer() {
    return newer;
  }

  int port() {
    return first.port();
  }

  PostgresServer first() {
    return first;
  }

  String namespace() {
    return "fields-" + suffix;
  }

  String other() {
    return "fields-other-" + suffix;
  }

  /** The text with what is common to all trials in it. */
  String say(String text) {
    String said = text;
    for (Map.Entry<String, String> word : words().entrySet()) {
      said = said.replace("{" + word.getKey() + "}", word.getValue());
    }
    return said;
  }

  private Map<String, String> words() {
    Map<String, String> words = new HashMap<>(stores.words());
    words.put("ns", namespace());
    words.put("other", other());
    words.put("port", Integer.toString(first.port()));
    words.put("newer", Integer.toString(second.port()));
    words.put("password", PASSWORD);
    return words;
  }

  Stores stores() {
    return stores;
  }

  /** Until the trials are over. */
  void holds(AutoCloseable what) {
    held.add(what);
  }

  /** That of an object that is made once; the first that asks makes it. */
  Stage stage(Exhibit exhibit) {
    return exhibits.computeIfAbsent(exhibit, key -> new Showcase(this, key)).stage();
  }

  void keep(String name, Tap tap) {
    taps.put(name, tap);
    all.add(tap);
  }

  Tap tap(String name) {
    Tap tap = taps.get(name);
    if (tap == null) {
      throw new IllegalStateException("no tap " + name);
    }
    return tap;
  }

  /** Makes the instances: on either server, by the usual login and by one that may do anything. */
  void furnish() {
    server.execute(
        "postgres",
        "ALTER SYSTEM SET max_connections = 400",
        "ALTER SYSTEM SET log_connections = on",
        "SET allow_in_place_tablespaces = on",
        "CREATE TABLESPACE fast LOCATION ''",
        "GRANT CREATE ON TABLESPACE fast, pg_default TO dbops_admin",
        "CREATE ROLE one",
        "CREATE ROLE two",
        "CREATE ROLE three",
        "CREATE DATABASE shop OWNER dbops_admin",
        "CREATE DATABASE store OWNER dbops_admin",
        "CREATE DATABASE mould OWNER dbops_admin IS_TEMPLATE true");
    newer.execute(
        "postgres",
        "CREATE ROLE one",
        "CREATE ROLE two",
        "GRANT one, two TO dbops_admin WITH ADMIN OPTION");
    Sql admin = new Sql(first.admin());
    admin.execute("mould", "CREATE TABLE public.cast_of_mould ()");
    for (String database : List.of("shop", "store")) {
      admin.execute(database, THINGS);
    }
    first.stop();
    first.start();
    for (String namespace : List.of(namespace(), other())) {
      cluster.apply(namespace, secret("admin", first.admin().username(), first.admin().password()));
      cluster.apply(
          namespace, secret("root", first.superuser().username(), first.superuser().password()));
      cluster.apply(
          namespace, secret("admin18", second.admin().username(), second.admin().password()));
    }
    stores.furnish(cluster, namespace(), other());
    instance(namespace(), "pg", "admin", first.port());
    instance(namespace(), "root", "root", first.port());
    instance(namespace(), "newer", "admin18", second.port());
    instance(other(), "pg", "admin18", second.port());
    instance("", "fields-pg", "admin", first.port());
    instance("", "fields-newer", "admin18", second.port());
    cluster.apply(
        "Database",
        namespace(),
        "shared",
        SpecTree.parse("name: shared\ninstanceRef: {name: pg}\ndeletionProtection: false\n"));
  }

  static String secret(String name, String username, String password) {
    return """
    apiVersion: v1
    kind: Secret
    metadata:
      name: %s
      annotations:
        dbops.dbprovision.io/allow-from: "*"
    stringData:
      username: "%s"
      password: "%s"
    """
        .formatted(name, username, password);
  }

  private void instance(String namespace, String name, String secret, int port) {
    String spec =
        """
        engine: postgres
        connection:
          host: 127.0.0.1
          port: %d
          database: postgres
          secretRef: {name: %s%s}
        healthCheck: {intervalSeconds: 5, timeoutSeconds: 30}
        deletionProtection: false
        postgres:
          allowedAttributes: [superuser, replication, bypassRLS, createRole]
        """
            .formatted(port, secret, namespace.isEmpty() ? ", namespace: " + namespace() : "");
    cluster.apply(
        namespace.isEmpty() ? "ClusterDatabaseInstance" : "DatabaseInstance",
        namespace,
        name,
        SpecTree.parse(spec));
  }

  @Override
  public void close() {
    all.forEach(Tap::close);
    for (AutoCloseable each : held) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
