package io.dbprovision.postgres;

import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Users;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.postgresql.util.PasswordUtil;

/** Figures beside those of plain loops over the same statements; run by hand. */
final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws SQLException {
    for (int major : new int[] {15, 18}) {
      try (Lab lab = Lab.on(major);
          Connection raw =
              lab.server.connect(
                  lab.server.admin().username(),
                  lab.server.admin().password().reveal(),
                  "postgres");
          Statement statement = raw.createStatement()) {
        for (int round = 0; round < 2; round++) {
          users(major, round, lab.users(), statement);
          databases(major, round, lab.databases(), statement);
        }
      }
    }
    System.exit(0);
  }

  private static void users(int major, int round, Users users, Statement raw) throws SQLException {
    int count = 250;
    long engine = 0;
    long plain = 0;
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      Plan plan = users.plan(Lab.withPassword("b" + round + "_" + i, Map.of("connectionLimit", 5)));
      users.apply(plan, Lab.all(plan));
      users.plan(Lab.withPassword("b" + round + "_" + i, Map.of("connectionLimit", 5)));
      long middle = System.nanoTime();
      String verifier = PasswordUtil.encodeScramSha256(Lab.PASSWORD.toCharArray());
      String role = "r" + round + "_" + i;
      raw.execute(
          "CREATE ROLE "
              + role
              + " LOGIN CONNECTION LIMIT 5 PASSWORD '"
              + verifier
              + "'; COMMENT ON ROLE "
              + role
              + " IS 'x'");
      plain += System.nanoTime() - middle;
      engine += middle - start;
    }
    print(major, "users", count, engine, plain);
  }

  private static void databases(int major, int round, Databases databases, Statement raw)
      throws SQLException {
    int count = 15;
    long engine = 0;
    long plain = 0;
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      Plan plan = databases.plan(Lab.database("bd" + round + "_" + i, Map.of()).build());
      databases.apply(plan, Lab.all(plan));
      databases.plan(Lab.database("bd" + round + "_" + i, Map.of()).build());
      long middle = System.nanoTime();
      raw.execute("CREATE DATABASE rd" + round + "_" + i + " TEMPLATE template0");
      plain += System.nanoTime() - middle;
      engine += middle - start;
    }
    print(major, "databases", count, engine, plain);
  }

  private static void print(int major, String what, int count, long engine, long raw) {
    System.out.printf(
        "PostgreSQL %d: %s %.0f/s, raw loop %.0f/s, ratio %.2f%n",
        major, what, count * 1e9 / engine, count * 1e9 / raw, (double) raw / engine);
  }
}
