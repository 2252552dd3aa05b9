package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Risk;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Plan and apply, as {@code Managed} promises them.
 *
 * @param <D> what is desired
 */
public abstract class ManagedContract<D extends Desired> extends OwnershipContract<D> {

  @Test
  public void aMissingObjectPlansItsCreationFirst() {
    Plan plan = managed().plan(plain(fresh()));
    assertThat(plan.exists()).as("Plan.exists() of a missing object").isFalse();
    assertThat(plan.changes()).as("a missing object has something to do").isNotEmpty();
    assertThat(plan.changes().getFirst().cause())
        .as("the first change makes the object")
        .isEqualTo(Cause.MISSING);
    assertThat(plan.changes().stream().filter(change -> change.cause() == Cause.MISSING))
        .as("there is one MISSING change")
        .hasSize(1);
  }

  @Test
  public void planningChangesNothing() {
    String missing = fresh();
    String present = fresh();
    make(plain(present));
    Set<String> names = managed().names();
    String before = server().describe(present);
    Plan first = managed().plan(plain(missing));
    Plan changed = managed().plan(changed(present, SELF));
    assertThat(managed().names()).as("planning makes nothing").isEqualTo(names);
    assertThat(server().describe(present)).as("planning changes nothing").isEqualTo(before);
    assertThat(managed().plan(plain(missing)).hash())
        .as("the same state gives the same plan")
        .isEqualTo(first.hash());
    assertThat(managed().plan(changed(present, SELF)).hash())
        .as("the same state gives the same plan")
        .isEqualTo(changed.hash());
  }

  @Test
  public void thePlanAfterApplyIsEmpty() {
    String name = fresh();
    make(plain(name));
    assertThat(server().exists(name)).as("apply made it").isTrue();
    assertInSync(plain(name));
    make(changed(name, SELF));
    assertInSync(changed(name, SELF));
  }

  @Test
  public void everySettingOfANewObjectIsInEffectAtOnce() {
    String name = fresh();
    make(changed(name, SELF));
    assertInSync(changed(name, SELF));
  }

  @Test
  public void applyingAPlanTwiceIsApplyingItOnce() {
    String name = fresh();
    Plan creation = make(plain(name));
    applyAll(creation);
    Plan change = make(changed(name, SELF));
    applyAll(change);
    assertInSync(changed(name, SELF));
  }

  @Test
  public void aSubsetLeavesTheOtherChangesAlone() {
    String name = fresh();
    make(plain(name));
    Plan plan = managed().plan(changed(name, SELF));
    assertThat(plan.changes())
        .as("the suite's changed() must ask for two changes at least")
        .hasSizeGreaterThan(1);
    Change chosen = plan.changes().getFirst();
    Applied applied = managed().apply(plan, Set.of(chosen.id()));
    assertThat(applied.failure()).as("a part of a plan can be applied alone").isEmpty();
    assertThat(applied.done()).as("only the chosen change is done").containsExactly(chosen.id());
    assertThat(managed().plan(changed(name, SELF)).changes())
        .as("what was not chosen is still to do, and nothing else")
        .extracting(Change::fingerprint)
        .containsExactlyElementsOf(
            plan.changes().stream().skip(1).map(Change::fingerprint).toList());
  }

  @Test
  public void choosingNothingDoesNothing() {
    String name = fresh();
    Applied applied = managed().apply(managed().plan(plain(name)), Set.of());
    assertThat(applied.done()).as("nothing was chosen").isEmpty();
    assertThat(applied.failure()).as("choosing nothing cannot fail").isEmpty();
    assertThat(server().exists(name)).as("nothing was chosen, nothing is made").isFalse();
  }

  @Test
  public void whatWasChangedFromOutsideIsPlannedAndPutRight() {
    String name = fresh();
    make(changed(name, SELF));
    server().spoil(name);
    Plan drift = managed().plan(changed(name, SELF));
    assertThat(drift.changes())
        .as("a setting changed from outside is a difference")
        .isNotEmpty()
        .allSatisfy(
            change -> {
              assertThat(change.cause()).isNotEqualTo(Cause.MISSING);
              assertThat(change.expected())
                  .as("a change shows what differs")
                  .isNotEqualTo(change.actual());
              assertThat(change.path()).as("Change.path()").isNotBlank();
              assertThat(change.summary()).as("Change.summary()").isNotBlank();
            });
    applyAll(drift);
    assertInSync(changed(name, SELF));
  }

  @Test
  public void whatWasDroppedFromOutsideIsMissingAndMadeAgain() {
    String name = fresh();
    make(plain(name));
    server().drop(name);
    Plan plan = managed().plan(plain(name, SELF, Provenance.witnessedBefore()));
    assertThat(plan.exists()).as("Plan.exists() of what was dropped").isFalse();
    assertThat(plan.changes().getFirst().cause())
        .as("what was dropped is MISSING")
        .isEqualTo(Cause.MISSING);
    applyAll(plan);
    assertThat(server().exists(name)).as("it was made again").isTrue();
    assertInSync(plain(name));
  }

  @Test
  public void creationAndCorrectionRiskNothing() {
    String name = fresh();
    Plan creation = make(plain(name));
    Plan change = managed().plan(changed(name, SELF));
    assertThat(creation.changes())
        .as("a creation is SAFE")
        .extracting(Change::risk)
        .containsOnly(Risk.SAFE);
    assertThat(change.changes())
        .as("the suite's changed() asks for SAFE changes")
        .extracting(Change::risk)
        .containsOnly(Risk.SAFE);
  }

  @Test
  public void namesListsWhatIsThereWhoeverOwnsIt() {
    String ours = fresh();
    String foreign = fresh();
    String missing = fresh();
    make(plain(ours));
    server().create(foreign);
    assertThat(managed().names())
        .as("names() lists all objects of this sort")
        .contains(ours, foreign)
        .doesNotContain(missing);
  }

  @Test
  public void concurrentPlansDoNotDisturbEachOther() throws Exception {
    List<D> wanted = IntStream.range(0, 6).mapToObj(i -> plain(fresh())).toList();
    make(wanted.getFirst());
    List<String> alone = wanted.stream().map(item -> managed().plan(item).hash()).toList();
    List<Callable<List<String>>> tasks =
        IntStream.range(0, 8)
            .<Callable<List<String>>>mapToObj(
                i -> () -> wanted.stream().map(item -> managed().plan(item).hash()).toList())
            .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<List<String>> result : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
        assertThat(result.get()).as("a session is thread-safe").isEqualTo(alone);
      }
    }
  }

  @Test
  public void aHostileNameIsRefusedOrTakenExactly() {
    for (String name : hostileNames()) {
      Set<String> before = managed().names();
      D desired = plain(name);
      Plan plan;
      try {
        plan = managed().plan(desired);
      } catch (EngineException e) {
        assertThat(e.kind()).as("refusing the name <%s>", name).isNotNull();
        assertThat(managed().names())
            .as("a refused name <%s> makes nothing", name)
            .isEqualTo(before);
        continue;
      }
      cleanedUp(name);
      Applied applied = managed().apply(plan, ids(plan));
      assertThat(applied.failure()).as("<%s> was planned, so it works", name).isEmpty();
      Set<String> expected = new HashSet<>(before);
      expected.add(name);
      assertThat(managed().names())
          .as("<%s> is on the server exactly so, and nothing else happened", name)
          .isEqualTo(expected);
      assertInSync(desired);
      applyAll(managed().removal(desired, DropMode.DROP));
      assertThat(managed().names()).as("<%s> was dropped, nothing else", name).isEqualTo(before);
    }
  }
}
