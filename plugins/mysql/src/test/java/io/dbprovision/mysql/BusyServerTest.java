package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.all;
import static io.dbprovision.mysql.Lab.converge;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
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
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class BusyServerTest {
  private static final int MOST = 4;
  private static final SecretText PASSWORD = SecretText.of("Busy-4711-server");

  private final Lab lab;
  private final Users users;
  private final String name = "busy" + Long.toString(System.nanoTime(), 36);
  private final List<String> names =
      Stream.of("1", "2", "3", "4", "5").map(each -> name + each).toList();

  BusyServerTest(Product product) {
    lab = Lab.on(product);
    users = lab.session.capability(Users.class).orElseThrow();
  }

  @AfterEach
  void close() {
    names.forEach(new UserHand(lab.server)::drop);
    Lab.remove(lab.databases(), Lab.database(name, Map.of()).build(), DropMode.FORCE);
    lab.close();
  }

  private static UserSpec user(String name, int limit) {
    return UserSpec.builder(name, Lab.owner(name))
        .section(Lab.section(Map.of("maxUserConnections", limit)))
        .password(PASSWORD, true)
        .build();
  }

  /** All connections that the operator has, by its own logins. */
  private int connections() {
    return lab.server
        .ask(
            "SELECT ID FROM information_schema.PROCESSLIST"
                + " WHERE USER = 'dbops_admin' OR LEFT(USER, 12) = '_dbops_init_'")
        .size();
  }

  private boolean runs(String part) {
    return !lab.server
        .ask("SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE '" + part + "%'")
        .isEmpty();
  }

  private static void await(BooleanSupplier what) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  @Test
  void theServerIsAskedForItsHealthWhileAllConnectionsAreAtWork() throws Exception {
    converge(lab.databases(), Lab.database(name, Map.of()).build());
    lab.server.execute("CREATE TABLE " + name + ".t (a INT)");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> work = new ArrayList<>();
      InitScripts scripts = lab.session.capability(InitScripts.class).orElseThrow();
      work.add(
          threads.submit(
              () ->
                  scripts.run(
                      new InitScript(
                          name,
                          Lab.owner(name),
                          List.of("DO SLEEP(600)"),
                          false,
                          false,
                          Duration.ZERO))));
      await(() -> runs("DO SLEEP"));
      try (Connection other = lab.server.connect("root", lab.server.value("MYROOT_PASSWORD"), "");
          Statement statement = other.createStatement()) {
        // whoever announces something waits for the end of this
        statement.execute("LOCK TABLES `_dbops`.`owner` READ");
        for (String each : names) {
          work.add(threads.submit(() -> Lab.apply(users, user(each, 1))));
        }
        await(() -> runs("REPLACE INTO"));

        long start = System.nanoTime();
        for (int i = 0; i < 3; i++) {
          assertThat(lab.session.info().version()).isNotEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .as("three looks")
            .isLessThan(Duration.ofSeconds(5));
        assertThat(runs("REPLACE INTO")).as("still at work").isTrue();
        assertThat(connections()).isLessThanOrEqualTo(MOST);
      }
      lab.server
          .ask("SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'DO SLEEP%'")
          .forEach(id -> lab.server.execute("KILL QUERY " + id));
      for (Future<?> future : work) {
        future.get();
      }
    }
  }

  @Test
  void aTenantThatHoldsLocksOfGuessableNamesStopsNobody() throws SQLException {
    names.forEach(each -> converge(users, user(each, 1)));
    try (Connection tenant = lab.server.connect(names.getFirst(), PASSWORD.reveal(), "");
        Statement statement = tenant.createStatement()) {
      for (String each : names) {
        statement.execute(
            "DO GET_LOCK(CONCAT('dbops:user:', LEFT(SHA2('" + each + "', 256), 40)), 0)");
      }
      for (String each : names) {
        long start = System.nanoTime();
        converge(users, user(each, 2));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      }
    }
  }

  @Test
  void whoWaitsForAnObjectHoldsNoConnectionMeanwhile() throws Exception {
    names.forEach(each -> converge(users, user(each, 1)));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection other = lab.server.connect("root", lab.server.value("MYROOT_PASSWORD"), "");
        Statement statement = other.createStatement()) {
      for (String each : names.subList(0, 4)) { // as another operator at work would
        statement.execute(
            "DO GET_LOCK(CONCAT('dbops:user:', LEFT(SHA2(CONCAT((SELECT `value` FROM"
                + " `_dbops`.`identity` WHERE `only` = 2), '"
                + each
                + "'), 256), 40)), 0)");
      }
      List<Future<Applied>> waiting = new ArrayList<>();
      for (String each : names.subList(0, 4)) {
        Plan plan = users.plan(user(each, 3));
        waiting.add(threads.submit(() -> users.apply(plan, all(plan))));
      }
      long start = System.nanoTime();
      converge(users, user(names.getLast(), 3));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      assertThat(waiting).noneMatch(Future::isDone);
      statement.execute("DO RELEASE_ALL_LOCKS()");
      for (Future<Applied> each : waiting) {
        assertThat(each.get().failure()).isEmpty();
      }
    }
  }
}
