package io.dbprovision.distribution.fault;

import io.dbprovision.spi.Owner;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** A database that restores are made into. Used by one round at a time. */
final class Target {
  private static final String PREFIX = "target_of_faults_";

  private final FaultLab lab;
  private final String name;
  private final Owner owner;

  private Target(FaultLab lab, int number) {
    this.lab = lab;
    this.name = PREFIX + number;
    this.owner = new Owner("cluster-1", "default", "faults", "target-" + number, "uid-" + number);
  }

  /** With an owner, settings and rights of its own. */
  static Target make(FaultLab lab, int number) throws SQLException {
    Target target = new Target(lab, number);
    Shop.make(lab.databases(), target.name, target.owner);
    try (Connection superuser = Shop.connect(lab.shop().login(), "postgres");
        Statement statement = superuser.createStatement()) {
      statement.execute("ALTER DATABASE " + target.name + " SET work_mem = '5MB'");
      statement.execute("ALTER DATABASE " + target.name + " CONNECTION LIMIT 40");
      statement.execute("GRANT TEMPORARY ON DATABASE " + target.name + " TO pg_monitor");
    }
    return target;
  }

  String name() {
    return name;
  }

  Owner owner() {
    return owner;
  }

  /** Puts something into it that no backup has. */
  void mark(String with) throws SQLException {
    try (Connection superuser = Shop.connect(lab.shop().login(), name);
        Statement statement = superuser.createStatement()) {
      statement.execute("SET ROLE db_" + name + "_owner");
      statement.execute("DROP TABLE IF EXISTS public.mark");
      statement.execute("CREATE TABLE public.mark AS SELECT '" + with + "'::text AS m");
    }
  }

  /** What it holds, as far as the mark tells, its schemas' rights, and what is said of it. */
  String state() throws SQLException {
    return settings()
        + asked(
            "SELECT coalesce((SELECT m FROM public.mark), '') || ' '"
                + " || (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
                + " || ' ' || (SELECT string_agg(nspname || ' ' || nspowner::regrole || ' '"
                + " || coalesce(nspacl::text, ''), ',' ORDER BY nspname) FROM pg_namespace"
                + " WHERE nspname !~ '^pg_(toast|temp)')");
  }

  /** What is said of it outside of it. */
  String settings() {
    return lab.shop()
        .told(
            ("SELECT concat_ws(' ', pg_get_userbyid(datdba), encoding, datcollate, datconnlimit,"
                    + " datallowconn, shobj_description(d.oid, 'pg_database'),"
                    + " (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(datacl) a),"
                    + " (SELECT string_agg(setrole || s.setconfig::text, ',') FROM"
                    + " pg_db_role_setting s WHERE s.setdatabase = d.oid))"
                    + " FROM pg_database d WHERE datname = '%s'")
                .formatted(name));
  }

  private String asked(String sql) throws SQLException {
    try (Connection superuser = Shop.connect(lab.shop().login(), name);
        Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Objects.requireNonNullElse(row.getString(1), "") : "";
    }
  }

  /** In what it is not the shop that was backed up; empty when it is. */
  String difference() throws IOException {
    return lab.shop().difference(name);
  }
}
