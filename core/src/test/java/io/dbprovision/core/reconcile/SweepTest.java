package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.spi.testkit.memory.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How few calls it takes to compare many objects with their server. */
class SweepTest {
  private static final Duration ONE_INTERVAL = Duration.ofMinutes(11);

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void aHundredDatabasesAreComparedWithOneCall() {
    databases(100);
    operator.settle();

    assertThat(sweeps()).isEqualTo(1);
  }

  @Test
  void aDueObjectDoesNotWaitForTheSweepThatItIsPartOf() {
    databases(3);
    operator.settle();
    world.clock().advance(ONE_INTERVAL);
    List<Outcome> meanwhile = new ArrayList<>();
    world
        .server()
        .intercept(
            operation -> {
              if (operation == Operation.PLAN_ALL) {
                meanwhile.add(operator.reconcile(database(1)));
              }
            });

    operator.reconcile(database(0));
    world.recover();

    assertThat(meanwhile).containsExactly(Outcome.after(Duration.ofSeconds(2)));
    long plans = world.server().calls(Operation.PLAN) + world.server().calls(Operation.PLAN_ALL);
    operator.later(Duration.ofSeconds(3));
    assertThat(world.server().calls(Operation.PLAN) + world.server().calls(Operation.PLAN_ALL))
        .as("it was compared with the others")
        .isEqualTo(plans);
  }

  /** How many it takes for all that is there. */
  private long sweeps() {
    long before = world.server().calls(Operation.PLAN_ALL);
    operator.later(ONE_INTERVAL);
    return world.server().calls(Operation.PLAN_ALL) - before;
  }

  private void databases(int count) {
    for (int i = 0; i < count; i++) {
      world.resources().put(database(i), Specs.database("db" + i), Map.of());
    }
  }

  private static ResourceKey database(int number) {
    return World.key(CustomKind.DATABASE, "db" + number);
  }
}
