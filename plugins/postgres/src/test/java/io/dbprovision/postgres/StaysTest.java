package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's sessions inside the databases that it gives something in. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class StaysTest {
  private static final Map<String, ?> ASKED =
      GrantDesk.grants(
          Map.of("database", "stay_db", "schema", "app", "privileges", List.of("USAGE")));

  @Parameter int major;

  private Lab lab;
  private GrantDesk desk;

  @BeforeEach
  void prepare() {
    lab = Lab.on(major);
    GrantSite.make(lab, "stay_db", "stay_owner");
    Lab.converge(lab.users(), Lab.withPassword("stay_app", Map.of()));
    desk = new GrantDesk(lab, "stay_app").asks(ASKED);
    await("nobody is in the database any more", () -> sessions() == 0);
  }

  @AfterEach
  void remove() {
    desk.remove(DropMode.DROP);
    Lab.remove(lab.users(), Lab.withPassword("stay_app", Map.of()), DropMode.DROP);
    Lab.remove(lab.databases(), Lab.database("stay_db", Map.of()).build(), DropMode.DROP);
    lab.close();
  }

  @Test
  void toLookToGiveAndToLookAgainIsOneSession() {
    long before = logins();

    desk.converge();

    await("the session is over", () -> sessions() == 0);
    await("it is counted", () -> logins() > before);
    assertThat(logins() - before).isEqualTo(1);
  }

  @Test
  void whoDoesNotComeBackKeepsNobodyOut() {
    Plan plan = desk.plan();

    assertThat(plan.changes()).isNotEmpty();
    assertThat(new GrantDesk(lab, "stay_app").asks(elsewhere()).plan().changes()).isNotEmpty();
    await("nobody is in the database any more", () -> sessions() == 0);
  }

  @Test
  void aDatabaseIsDroppedWhileItsSessionIsKept() {
    assertThat(desk.plan().changes()).isNotEmpty();

    Lab.remove(lab.databases(), Lab.database("stay_db", Map.of()).build(), DropMode.DROP);

    assertThat(lab.databases().names()).doesNotContain("stay_db");
  }

  @Test
  void aSessionThatIsKeptAndEndedByTheServerIsNoFailureOfTheNext() {
    Plan plan = desk.plan();
    lab.server.execute(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'stay_db'");

    assertThat(lab.session.info().version()).startsWith(major + ".");
    assertThat(desk.plan().changes()).hasSameSizeAs(plan.changes());
  }

  private Map<String, ?> elsewhere() {
    return GrantDesk.grants(
        Map.of("database", "template1", "schema", "public", "privileges", List.of("USAGE")));
  }

  private long sessions() {
    return number("SELECT count(*) FROM pg_stat_activity WHERE datname = 'stay_db'");
  }

  private long logins() {
    return number("SELECT sessions FROM pg_stat_database WHERE datname = 'stay_db'");
  }

  private long number(String query) {
    return Long.parseLong(lab.server.ask("postgres", query).getFirst());
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
