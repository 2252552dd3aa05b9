package io.dbprovision.distribution.fields;

import io.dbprovision.distribution.fields.Trial.Act;

/** Databases of the first PostgreSQL. */
record PgOrigin(Exhibit source, Exhibit other) implements Origin {
  /** In one go, as a role is set for one session. */
  private static final String CONTENT =
      String.join(
          "; ",
          "SET ROLE one",
          "CREATE TABLE public.t1 AS SELECT i, 'words that are the same in row after row, but for ' || md5(i::text) AS md5 FROM generate_series(1, 3000) i",
          "CREATE TABLE public.t2 (a int)",
          "CREATE SCHEMA second",
          "CREATE TABLE second.t3 AS SELECT 1 AS a",
          "CREATE SCHEMA third",
          "CREATE TABLE third.t4 (a int)",
          "GRANT SELECT ON public.t1 TO two",
          "SELECT lo_from_bytea(5001, 'large')");

  static PgOrigin make() {
    return new PgOrigin(
        made("source").after(Looks.executeIn("fields_source", CONTENT)),
        made("other").after(Looks.executeIn("fields_other", CONTENT)));
  }

  private static Exhibit made(String name) {
    return Exhibit.of(
        "Database",
        name,
        "name: fields_"
            + name
            + "\nowner: one\ninstanceRef: {name: pg}\ndeletionProtection: false\n");
  }

  @Override
  public Exhibit database(String name) {
    return made(name);
  }

  @Override
  public String called(String name) {
    return name;
  }

  @Override
  public String instance() {
    return "pg";
  }

  @Override
  public String stranger() {
    return "root";
  }

  @Override
  public Act fill(String name) {
    return Looks.executeIn(held(name), "SET ROLE one; CREATE TABLE public.filling (a int)");
  }

  @Override
  public Act lock(String name) {
    return stage ->
        stage.site().holds(stage.site().server().hold(held(name), "LOCK TABLE public.filling"));
  }

  @Override
  public String plain() {
    return "postgres: {format: plain}\n";
  }

  @Override
  public String patience() {
    return "postgres: {lockWaitTimeout: 10min}\n";
  }

  @Override
  public String dump() {
    return """
    --
    -- PostgreSQL database dump
    --

    -- Dumped from database version 15.1
    -- Dumped by pg_dump version 15.1

    SET statement_timeout = 0;

    CREATE TABLE public.old (a integer);

    --
    -- PostgreSQL database dump complete
    --

    """;
  }
}
