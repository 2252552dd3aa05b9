package io.dbprovision.core.reconcile;

import static io.dbprovision.core.reconcile.GrantWorld.GRANT;
import static io.dbprovision.core.reconcile.GrantWorld.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.testkit.memory.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is on record as given, whatever comes in between, and what goes with the object. */
class GrantRecordTest {
  private static final ResourceKey OTHER = World.key(CustomKind.GRANT, "writing");

  private final GrantWorld site = new GrantWorld();
  private final World world = site.world;

  /** The second entry fails after the first one is in effect. */
  private void failHalfway() {
    world
        .server()
        .intercept(
            operation -> {
              if (operation == Operation.APPLY) {
                world.server().databases().remove("two");
              }
            });
  }

  @Test
  void whatWasGivenBeforeAFailureIsOnRecordAndGoesWithTheObject() {
    failHalfway();
    site.operator.apply(GRANT, to("one", "one:READ", "two:READ"));
    assertThat(site.held("one")).containsExactly("one:READ");
    assertThat(world.condition(GRANT, "Ready").status()).isEqualTo("False");
    assertThat(world.status(GRANT).texts("applied")).containsExactly("grants.one:READ");
    site.operator.delete(GRANT);
    assertThat(world.gone(GRANT)).isTrue();
    assertThat(site.held("one")).isEmpty();
  }

  @Test
  void whatWasGivenBeforeAFailureGoesWhenItIsTakenOutOfTheManifest() {
    failHalfway();
    site.operator.apply(GRANT, to("one", "one:READ", "two:READ"));
    world.recover();
    site.operator.apply(GRANT, to("one", "one:WRITE"));
    assertThat(site.held("one")).containsExactly("one:WRITE");
  }

  @Test
  void aFailureTakesNothingOffTheRecord() {
    site.operator.apply(GRANT, to("one", "one:READ"));
    failHalfway();
    site.operator.apply(GRANT, to("one", "one:WRITE", "two:READ"));
    assertThat(world.status(GRANT).texts("applied"))
        .contains("grants.one:READ", "grants.one:WRITE");
    site.operator.delete(GRANT);
    assertThat(site.held("one")).isEmpty();
  }

  @Test
  void killedAnywhereItLeavesNothingBehindWhenItIsDeleted() {
    int crashes = 0;
    for (int writes = 0; crashes == writes; writes++) {
      GrantWorld killed = new GrantWorld();
      killed.world.writes().crashAfter(writes);
      try {
        killed.operator.apply(GRANT, to("one", "one:READ", "two:READ"));
      } catch (Writes.Crash e) {
        crashes++;
      }
      killed.restart();
      killed.world.resources().requestDeletion(GRANT);
      killed.operator.settle();
      assertThat(killed.world.gone(GRANT)).as("after %d writes", writes).isTrue();
      assertThat(killed.held("one")).as("after %d writes", writes).isEmpty();
    }
    assertThat(crashes).isGreaterThan(2);
  }

  @Test
  void killedBeforeTheRecordItIsWrittenAfterwards() {
    world.writes().crashAfter(3); // the finalizer, what is meant, and the privilege
    try {
      site.operator.apply(GRANT, to("one", "one:READ"));
    } catch (Writes.Crash e) {
      site.restart();
    }
    assertThat(site.held("one")).containsExactly("one:READ");
    site.operator.settle();
    assertThat(world.status(GRANT).texts("applied")).containsExactly("grants.one:READ");
    assertThat(world.status(GRANT).has("heldBefore")).isFalse();
  }

  @Test
  void killedAnywhereAndEditedBeforeItComesBackItLeavesNothingBehind() {
    for (List<String> first : List.of(List.<String>of(), List.of("one:WRITE"))) {
      int crashes = 0;
      for (int writes = 0; crashes == writes; writes++) {
        GrantWorld killed = new GrantWorld();
        if (!first.isEmpty()) {
          killed.operator.apply(GRANT, to("one", first.toArray(String[]::new)));
        }
        crashes += cut(killed, writes, to("one", "one:WRITE", "one:READ", "two:READ"));
        killed.operator.kill();
        killed.world.resources().put(GRANT, to("one", "one:WRITE", "two:READ"), Map.of());
        killed.restart();
        killed.operator.settle();
        assertThat(killed.held("one"))
            .as("after %d writes", writes)
            .containsExactly("one:WRITE", "two:READ");
        assertThat(killed.world.status(GRANT).has("applying")).isFalse();
        killed.operator.delete(GRANT);
        assertThat(killed.held("one")).as("after %d writes", writes).isEmpty();
      }
      assertThat(crashes).isGreaterThan(2);
    }
  }

  @Test
  void whatWasThereBeforeStaysThoughThePassThatFoundItIsKilled() {
    // after the finalizer and what is meant, and after the server's change
    for (int writes : List.of(2, 3)) {
      GrantWorld killed = new GrantWorld();
      killed.byHand("one", "one:READ");
      assertThat(cut(killed, writes, to("one", "one:READ", "one:WRITE"))).isEqualTo(1);
      killed.restart();
      killed.operator.settle();
      killed.operator.delete(GRANT);
      assertThat(killed.held("one")).as("after %d writes", writes).containsExactly("one:READ");
    }
  }

  /** Ends the operator after that many writes; 1 if it came so far. */
  private static int cut(GrantWorld killed, int writes, Map<String, Object> spec) {
    killed.world.writes().crashAfter(writes);
    try {
      killed.operator.apply(GRANT, spec);
      return 0;
    } catch (Writes.Crash e) {
      return 1;
    }
  }

  @Test
  void whatTheServerRefusedWasNotGiven() {
    failHalfway();
    site.operator.apply(GRANT, to("one", "one:READ", "two:READ"));
    assertThat(world.status(GRANT).has("applying")).isFalse();
  }

  @Test
  void whatTheServerDidNotAnswerToMayHaveBeenGiven() {
    world.server().fail(Operation.APPLY, ErrorKind.UNREACHABLE);
    site.operator.apply(GRANT, to("one", "one:READ"));
    assertThat(world.status(GRANT).texts("applying")).containsExactly("grants.one:READ");
    site.byHand("one", "one:READ"); // the answer was lost, not the question
    world.recover();
    site.operator.apply(GRANT, to("one", "two:READ"));
    site.operator.later(Duration.ofMinutes(2));
    assertThat(site.held("one")).containsExactly("two:READ");
    assertThat(world.status(GRANT).has("applying")).isFalse();
  }

  @Test
  void whatIsGivenForTheFirstTimeCostsOneWriteAndNothingElseDoes() {
    int before = world.writes().count();
    site.operator.apply(GRANT, to("one", "one:READ"));
    assertThat(world.writes().count() - before)
        .as("finalizer, what is meant, server, status")
        .isEqualTo(4);
    before = world.writes().count();
    site.operator.later(Duration.ofDays(1));
    assertThat(world.writes().count()).as("idle").isEqualTo(before);
    site.operator.apply(GRANT, to("one"));
    assertThat(world.writes().count() - before).as("server, status").isEqualTo(2);
    before = world.writes().count();
    site.operator.apply(World.key(CustomKind.ROLE, "plain"), Specs.role("plain"));
    assertThat(world.writes().count() - before).as("finalizer, server, status").isEqualTo(3);
  }

  @Test
  void whatWasThereBeforeIsNotTakenAway() {
    site.byHand("one", "one:READ");
    site.operator.apply(GRANT, to("one", "one:READ", "one:WRITE"));
    assertThat(world.status(GRANT).texts("applied")).containsExactly("grants.one:WRITE");
    assertThat(world.status(GRANT).texts("heldBefore")).containsExactly("grants.one:READ");
    site.restart();
    site.operator.later(Duration.ofHours(1));
    site.operator.apply(GRANT, to("one", "one:READ", "one:WRITE", "two:READ"));
    site.operator.delete(GRANT);
    assertThat(world.gone(GRANT)).isTrue();
    assertThat(site.held("one")).containsExactly("one:READ");
  }

  @Test
  void whatWasThereBeforeStaysEvenWhenTheFirstPassFails() {
    site.byHand("one", "one:READ");
    failHalfway();
    site.operator.apply(GRANT, to("one", "one:READ", "one:WRITE", "two:READ"));
    site.restart();
    site.operator.settle();
    site.operator.delete(GRANT);
    assertThat(site.held("one")).containsExactly("one:READ");
  }

  @Test
  void whatWasThereBeforeAndIsGivenAgainIsTheOperators() {
    site.byHand("one", "one:READ");
    site.operator.apply(GRANT, to("one", "one:READ"));
    world
        .server()
        .users()
        .computeIfPresent("one", (name, one) -> one.withAttribute("grants.one:READ", null));
    site.operator.apply(GRANT, to("one", "one:READ", "one:WRITE"));
    assertThat(world.status(GRANT).has("heldBefore")).isFalse();
    site.operator.delete(GRANT);
    assertThat(site.held("one")).isEmpty();
  }

  @Test
  void whatAnotherObjectGaveIsNotTakenForOlder() {
    site.operator.apply(GRANT, to("one", "one:READ"));
    site.operator.apply(OTHER, to("one", "one:READ"));
    assertThat(world.status(OTHER).has("heldBefore")).isFalse();
    for (ResourceKey key : List.of(GRANT, OTHER)) {
      assertThat(site.held("one")).containsExactly("one:READ");
      site.operator.delete(key);
    }
    assertThat(site.held("one")).isEmpty();
  }

  @Test
  void aTakenOverObjectHasGivenAllThatItAsksFor() {
    site.byHand("one", "one:READ");
    world.resources().put(GRANT, to("one", "one:READ"), Map.of());
    world.resources().hold(GRANT, CustomKind.GRANT.finalizer());
    world.resources().applyStatus(world.resource(GRANT), Map.of("phase", "Ready"));
    site.restart();
    site.operator.settle();
    assertThat(world.status(GRANT).texts("applied")).containsExactly("grants.one:READ");
    site.operator.delete(GRANT);
    assertThat(site.held("one")).isEmpty();
  }
}
