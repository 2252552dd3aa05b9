package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.UserSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The health check while every connection that is for work is at work that takes long. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class BusyServerTest {
  private static final int WORKING = 3;
  private static final String OURS =
      "FROM pg_stat_activity WHERE backend_type = 'client backend'"
          + " AND application_name = 'db-provision-operator' ";

  @Parameter int major;

  @Test
  void theServerIsAskedForItsHealthWhileAllConnectionsAreAtWork() throws Exception {
    try (Lab lab = Lab.on(major, Map.of("connectTimeout", 30));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<UserSpec> users = List.of(user("b_one", 1), user("b_two", 1), user("b_three", 1));
      users.forEach(user -> Lab.converge(lab.users(), user));
      Lab.converge(lab.databases(), Lab.database("b_db", Map.of()).build());
      List<Future<?>> work = new ArrayList<>();
      try (Connection other = superuser(lab);
          Statement statement = other.createStatement()) {
        // whoever else wants to change these roles waits for the end of this transaction
        other.setAutoCommit(false);
        for (UserSpec user : users) {
          statement.execute("ALTER ROLE " + user.name() + " CONNECTION LIMIT 5");
        }
        work.add(threads.submit(() -> lab.scripts().run(sleeping())));
        await(lab, "AND query LIKE '%pg_sleep%'", 1);
        for (UserSpec user : users) {
          work.add(threads.submit(() -> Lab.apply(lab.users(), user(user.name(), 2))));
        }
        await(lab, "AND state = 'active'", WORKING);

        long start = System.nanoTime();
        for (int i = 0; i < 3; i++) {
          assertThat(lab.session.info().version()).startsWith(major + ".");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(count(lab, "AND state = 'active'")).as("still at work").isEqualTo(WORKING);
        assertThat(took).as("three looks").isLessThan(Duration.ofSeconds(5));
        assertThat(count(lab, "")).as("and the one of the look").isLessThanOrEqualTo(WORKING + 1);
        other.rollback();
      }
      lab.server.ask(
          "postgres", "SELECT pg_cancel_backend(pid) " + OURS + "AND query LIKE '%pg_sleep%'");
      for (Future<?> future : work) {
        future.get();
      }
      await(lab, "AND state = 'active'", 0);
      users.forEach(user -> Lab.remove(lab.users(), user, DropMode.DROP));
      Lab.remove(lab.databases(), Lab.database("b_db", Map.of()).build(), DropMode.DROP);
    }
  }

  private static UserSpec user(String name, int limit) {
    return Lab.withPassword(name, Map.of("connectionLimit", limit));
  }

  private static InitScript sleeping() {
    return new InitScript("b_db", Lab.owner("b_db"), List.of("SELECT pg_sleep(600)"), false);
  }

  private static Connection superuser(Lab lab) throws SQLException {
    return lab.server.connect(
        lab.server.value("PGSUPER"), lab.server.value("PGSUPER_PASSWORD"), "postgres");
  }

  private static int count(Lab lab, String more) {
    return Integer.parseInt(
        lab.server.ask("postgres", "SELECT count(*) " + OURS + more).getFirst());
  }

  private static void await(Lab lab, String more, int connections) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (count(lab, more) != connections) {
      assertThat(System.nanoTime())
          .as(() -> lab.server.ask("postgres", "SELECT pid || query " + OURS).toString())
          .isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
