package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ServerInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Events of an instance whose server goes and comes back. */
class HealthEventsTest {
  private static final Set<String> OF_HEALTH = Set.of("HealthCheckPassed", "HealthCheckFailed");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @BeforeEach
  void start() {
    operator.settle();
  }

  @Test
  void healthIsToldWhenItChangesAndNotWithEachLook() {
    operator.later(Duration.ofHours(1));
    assertThat(told()).containsExactly("HealthCheckPassed");
    goAndComeBack();
    assertThat(told())
        .containsExactly("HealthCheckPassed", "HealthCheckFailed", "HealthCheckPassed");
  }

  /** The same Event is not sent twice within minutes, and a server may go and come more often. */
  @Test
  void eachComingAndGoingIsAnEventOfItsOwn() {
    for (int i = 0; i < 3; i++) {
      world.server().failAll(ErrorKind.UNREACHABLE);
      operator.later(Duration.ofMinutes(2));
      world.recover();
      operator.later(Duration.ofMinutes(2));
    }
    assertThat(world.events().seen())
        .filteredOn(event -> event.startsWith("HealthCheck"))
        .hasSize(7)
        .doesNotHaveDuplicates();
  }

  @Test
  void anotherServerIsAFailedCheckThoughItAnswers() {
    world.server().become(ServerInfo.builder("1.0", "memory").identity("another").build());
    operator.later(Duration.ofHours(1));
    assertThat(told()).containsExactly("HealthCheckPassed", "HealthCheckFailed");
    assertThat(world.events().seen()).noneMatch(event -> event.startsWith("ConnectionFailed"));
  }

  @Test
  void anInstanceThatWaitsToBeDeletedTellsItTheSameWay() {
    operator.apply(World.key(CustomKind.USER, "shop"), Specs.user("shop"));
    operator.delete(World.INSTANCE);
    goAndComeBack();
    assertThat(world.gone(World.INSTANCE)).isFalse();
    assertThat(told())
        .containsExactly("HealthCheckPassed", "HealthCheckFailed", "HealthCheckPassed");
  }

  private void goAndComeBack() {
    world.server().failAll(ErrorKind.UNREACHABLE);
    operator.later(Duration.ofHours(1));
    world.recover();
    operator.later(Duration.ofHours(1));
  }

  private List<String> told() {
    return world.events().seen().stream()
        .map(event -> event.substring(0, event.indexOf(' ')))
        .filter(OF_HEALTH::contains)
        .toList();
  }
}
