package io.dbprovision.postgres;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.testkit.TestContext;
import io.dbprovision.spi.testkit.ToolContext;
import io.dbprovision.testservers.ClientPrograms;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Databases that are hard to copy, and what is in them, by a superuser's hand. */
record CopyLab(TestServer server) {
  static final String OWNER = "\"db_%s_owner\"";
  private static final Path CLIENTS = ClientPrograms.folder("pg-clients");

  static EngineContext context() {
    return new ToolContext(TestContext.standard(), List.of(CLIENTS));
  }

  /** Of the lowest version that is fetched and fits. */
  Path program(String name) {
    return CLIENTS.resolve(server.major() <= 15 ? "15" : "18").resolve("bin").resolve(name);
  }

  void fill(String database) {
    fillAs(database, OWNER.formatted(database));
  }

  void fillAs(String database, String role) {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "SET ROLE " + role,
                "CREATE TABLE public.plain (id int PRIMARY KEY, said text)",
                "INSERT INTO public.plain SELECT i, md5(i::text) FROM generate_series(1, 2000) i",
                "CREATE SCHEMA \"we;ird \"\"schema'\"",
                "CREATE TABLE \"we;ird \"\"schema'\".\"ta'ble $$ \\ ünï\" (\"co l\" int GENERATED"
                    + " ALWAYS AS IDENTITY, \"va;l\" text DEFAULT 'x''y', b bytea,"
                    + " twice int GENERATED ALWAYS AS (2 * 21) STORED, CHECK (\"va;l\" <> 'no'))",
                "INSERT INTO \"we;ird \"\"schema'\".\"ta'ble $$ \\ ünï\" (\"va;l\", b) VALUES"
                    + " (NULL, ''), ('', '\\x00ff00'), (E'a\\tb\\nc\\rd\\\\e', NULL),"
                    + " (E'\\\\.', NULL), (E'\\\\N', NULL), (E'\\n\\\\restrict abc\\n', NULL),"
                    + " ('🦆 ünïcödé ''\"$$', '\\xdeadbeef')",
                "CREATE TABLE public.big (id int, t text, b bytea)",
                "INSERT INTO public.big SELECT i, string_agg(md5((i * 100000 + j)::text), ''),"
                    + " convert_to(string_agg(md5((j * i)::text), ''), 'UTF8')"
                    + " FROM generate_series(1, 2) i, generate_series(1, 20000) j GROUP BY i",
                "CREATE TYPE public.mood AS ENUM ('so so', 'it''s \"fine\"', 'ünï')",
                "CREATE DOMAIN public.small AS int CHECK (VALUE < 100)",
                "CREATE TABLE public.child (id int REFERENCES public.plain ON DELETE CASCADE,"
                    + " m public.mood, s public.small, UNIQUE (id, m))",
                "INSERT INTO public.child SELECT i, 'so so', i FROM generate_series(1, 50) i",
                "CREATE TABLE public.parts (at date, n int) PARTITION BY RANGE (at)",
                "CREATE TABLE public.parts_1 PARTITION OF public.parts FOR VALUES FROM"
                    + " ('2026-01-01') TO ('2026-02-01')",
                "CREATE TABLE public.parts_rest PARTITION OF public.parts DEFAULT",
                "INSERT INTO public.parts SELECT date '2026-01-20' + i, i"
                    + " FROM generate_series(1, 30) i",
                "CREATE INDEX ON public.plain (lower(said)) WHERE id > 5",
                "CREATE VIEW public.seen AS SELECT id, upper(said) AS loud FROM public.plain",
                "CREATE MATERIALIZED VIEW public.kept AS SELECT count(*) AS n FROM public.plain",
                "CREATE FUNCTION public.tick() RETURNS trigger LANGUAGE plpgsql AS"
                    + " $body$\nBEGIN\n\\restrict nothing\n--\nRETURN NEW; END $body$",
                "CREATE TRIGGER ticks BEFORE INSERT ON public.child FOR EACH ROW EXECUTE FUNCTION"
                    + " public.tick()",
                "ALTER TABLE public.child ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY mine ON public.child USING (id < 10)",
                "COMMENT ON TABLE public.plain IS 'it''s; -- \\ plain'",
                "CREATE SEQUENCE public.counted START 5 INCREMENT 3",
                "SELECT nextval('public.counted'), nextval('public.counted')",
                "SELECT lo_from_bytea(0, decode(repeat('00ff', 5000), 'hex'))"));
    if (!server
        .ask("postgres", "SELECT name FROM pg_available_extensions WHERE name = 'dbops_probe'")
        .isEmpty()) {
      texts.add("CREATE EXTENSION dbops_probe");
    }
    // its body is no valid plpgsql, as some bodies in the world are
    texts.addFirst("SET check_function_bodies = off");
    server.execute(database, texts.toArray(String[]::new));
  }

  List<String> content(String database) {
    List<String> lines = new ArrayList<>();
    String own = " n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ";
    List<String> tables =
        server.ask(
            database,
            "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm', 'v') AND"
                + own
                + "ORDER BY 1");
    for (String table : tables) {
      for (String row :
          server.ask(database, "SELECT md5(t::text) FROM " + table + " t ORDER BY 1")) {
        lines.add(table + " " + row);
      }
    }
    lines.addAll(
        server.ask(
            database,
            "SELECT concat_ws(' ', c.relkind, n.nspname, c.relname, obj_description(c.oid),"
                + " c.relrowsecurity) FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE"
                + own
                + "ORDER BY 1"));
    lines.addAll(
        server.ask(
            database,
            "SELECT concat_ws(' ', n.nspname, p.proname, p.prosrc) FROM pg_proc p"
                + " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE"
                + own
                + "ORDER BY 1"));
    lines.addAll(
        server.ask(
            database,
            "SELECT concat_ws(' ', schemaname, sequencename, last_value, increment_by)"
                + " FROM pg_sequences ORDER BY 1"));
    lines.addAll(
        server.ask(
            database,
            "SELECT 'object ' || md5(lo_get(oid)) FROM pg_largeobject_metadata ORDER BY 1"));
    lines.addAll(
        server.ask(database, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"));
    return lines;
  }

  String settings(String database) {
    String name = TestServer.literal(database);
    List<String> lines = new ArrayList<>();
    lines.addAll(
        server.ask(
            "postgres",
            "SELECT concat_ws(' ', pg_get_userbyid(datdba), encoding, datcollate, datctype,"
                + " datconnlimit, datistemplate, datallowconn, dattablespace,"
                + " shobj_description(oid, 'pg_database')) FROM pg_database WHERE datname = "
                + name));
    lines.addAll(
        server.ask(
            "postgres",
            "SELECT concat_ws(' ', CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE"
                + " pg_get_userbyid(a.grantee) END, a.privilege_type, a.is_grantable,"
                + " pg_get_userbyid(a.grantor)) FROM pg_database d,"
                + " aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a"
                + " WHERE pg_get_userbyid(a.grantee) NOT LIKE '\\_dbops\\_%' AND d.datname = "
                + name
                + " ORDER BY 1"));
    lines.addAll(
        server.ask(
            "postgres",
            "SELECT concat_ws(' ', s.setrole, s.setconfig) FROM pg_db_role_setting s"
                + " JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = "
                + name
                + " ORDER BY 1"));
    return String.join("\n", lines);
  }

  void adorn(String database) {
    String app = "\"db_" + database + "_app\"";
    server.execute(
        "postgres",
        "REVOKE TEMPORARY ON DATABASE " + database + " FROM PUBLIC",
        "SET ROLE " + OWNER.formatted(database),
        "GRANT CREATE ON DATABASE " + database + " TO " + app + " WITH GRANT OPTION",
        "RESET ROLE",
        "ALTER DATABASE " + database + " SET search_path = \"$user\", \"we;ird\", public",
        "ALTER DATABASE " + database + " SET work_mem = '8MB'",
        "ALTER ROLE " + app + " IN DATABASE " + database + " SET statement_timeout = '5s'");
  }

  /** With the role that stands in for its owner. */
  void forget(String database) {
    List<String> standIns =
        server.ask(
            "postgres",
            "SELECT '_dbops_db_' || oid FROM pg_database WHERE datname = "
                + TestServer.literal(database));
    server.execute("postgres", "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    standIns.forEach(role -> server.execute("postgres", "DROP ROLE IF EXISTS " + role));
  }

  boolean reads(Credentials login, String database) {
    return answers(login, database, "SELECT count(*) > 0 FROM public.plain");
  }

  boolean letsIn(Credentials login, String database) {
    return answers(login, database, "SELECT true");
  }

  private boolean answers(Credentials login, String database, String question) {
    try (Connection connection =
            server.connect(login.username(), login.password().reveal(), database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      return false;
    }
  }
}
