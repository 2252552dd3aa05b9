package io.dbprovision.distribution.fields;

import io.dbprovision.distribution.fields.Trial.Act;

/** Databases of a MySQL or MariaDB. */
record MyOrigin(MySql server, Exhibit source, Exhibit other) implements Origin {
  /** The child comes before its parent by name, and so in a dump. */
  private static final String[] CONTENT = {
    "CREATE TABLE %1$s.parent (id INT PRIMARY KEY)",
    "CREATE TABLE %1$s.child (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES %1$s.parent (id))",
    "INSERT INTO %1$s.parent VALUES (1), (2)",
    "INSERT INTO %1$s.child VALUES (1, 1), (2, 2)",
    "CREATE TABLE %1$s.large (i INT PRIMARY KEY, words TEXT)",
    "INSERT INTO %1$s.large WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT i, CONCAT('words that are the same in row after row, but for ', SHA2(i, 256)) FROM n",
    "CREATE TRIGGER %1$s.tr BEFORE INSERT ON %1$s.parent FOR EACH ROW SET NEW.id = NEW.id",
    "CREATE PROCEDURE %1$s.pr() SELECT 1",
    "CREATE EVENT %1$s.ev ON SCHEDULE EVERY 1 YEAR DO SELECT 1"
  };

  static MyOrigin of(MySql server) {
    return new MyOrigin(server, filled(server, "source"), filled(server, "other"));
  }

  private static Exhibit filled(MySql server, String name) {
    String[] statements = new String[CONTENT.length];
    for (int i = 0; i < CONTENT.length; i++) {
      statements[i] = CONTENT[i].formatted("fields_" + name);
    }
    return made(server, name).after(server.does(statements));
  }

  private static Exhibit made(MySql server, String name) {
    return Exhibit.of(
        "Database",
        server.product() + "-" + name,
        "name: fields_%s\ninstanceRef: {name: %s}\ndeletionProtection: false\n"
            .formatted(name, server.product()));
  }

  @Override
  public Exhibit database(String name) {
    return made(server, name);
  }

  @Override
  public String called(String name) {
    return server.product() + "-" + name;
  }

  @Override
  public String instance() {
    return server.product();
  }

  @Override
  public String stranger() {
    return server.product();
  }

  @Override
  public Act fill(String name) {
    return server.does("CREATE TABLE %s.filling (a INT)".formatted(held(name)));
  }

  @Override
  public Act lock(String name) {
    return stage ->
        stage.site().holds(server.hold("LOCK TABLES %s.filling WRITE".formatted(held(name))));
  }

  @Override
  public String plain() {
    return "";
  }

  @Override
  public String patience() {
    return "";
  }

  @Override
  public String dump() {
    return """
    -- %s dump 10.13  Distrib 8.0.30, for Linux (x86_64)
    --
    -- Host: localhost    Database: old
    -- ------------------------------------------------------
    -- Server version\t8.0.30

    CREATE TABLE `old` (`a` int);

    -- Dump completed on 2025-01-01  0:00:00
    """
        .formatted(server.product().equals("mysql") ? "MySQL" : "MariaDB");
  }
}
