package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.testkit.GrantHand.Entry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of an engine that has {@code Grants}. */
public abstract class GrantsContract extends SharedGrantsContract {

  @Test
  public void whatIsAskedForIsGivenAndTheSecondPlanIsEmpty() {
    String name = grantee();
    Plan plan = make(grant(name, Entry.ONE, Entry.OTHER).build());
    assertThat(plan.changes()).extracting(Change::cause).containsOnly(Cause.ABSENT);
    assertThat(plan.changes())
        .as("to give risks nothing")
        .extracting(Change::risk)
        .containsOnly(Risk.SAFE);
    assertThat(hand().inEffect(name)).containsExactlyInAnyOrder(Entry.ONE, Entry.OTHER);
    assertInSync(grant(name, Entry.ONE, Entry.OTHER).build());
    applyAll(plan); // once more changes nothing
    assertInSync(grant(name, Entry.ONE, Entry.OTHER).build());
  }

  @Test
  public void planningGivesNothing() {
    String name = grantee();
    Plan plan = managed().plan(grant(name, Entry.ONE).build());
    assertThat(hand().inEffect(name)).as("planning changes nothing").isEmpty();
    assertThat(plan.claims()).as("what is not in effect is no claim").isEmpty();
    assertThat(managed().plan(grant(name, Entry.ONE).build()).hash())
        .as("the same state gives the same plan")
        .isEqualTo(plan.hash());
  }

  @Test
  public void aChangeNamesTheClaimThatItPutsInEffect() {
    String name = grantee();
    Plan plan = managed().plan(grant(name, Entry.ONE).build());
    assertThat(plan.changes()).hasSize(1);
    ChangeId claim = plan.changes().getFirst().claim().orElseThrow();
    applyAll(plan);
    assertThat(recordAfter(grant(name, Entry.ONE).build()))
        .as("Change.claim() is the id that the plan's claims have afterwards")
        .containsExactly(claim);
  }

  @Test
  public void eachEntryIsAChangeOfItsOwn() {
    String name = grantee();
    GrantSpec spec = grant(name, Entry.ONE, Entry.OTHER).build();
    Plan plan = managed().plan(spec);
    assertThat(plan.changes()).hasSize(2);
    applyOnly(plan, plan.changes().getFirst());
    assertThat(hand().inEffect(name)).as("only what was chosen is given").hasSize(1);
    assertThat(managed().plan(spec).changes())
        .as("what was not chosen is still to do")
        .extracting(Change::fingerprint)
        .containsExactly(plan.changes().getLast().fingerprint());
  }

  @Test
  public void anEntryThatIsAddedIsTheOnlyChange() {
    String name = grantee();
    Set<ChangeId> issued = given(name, Entry.ONE);
    Plan plan = make(grant(name, Entry.ONE, Entry.OTHER).issued(issued).build());
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.ABSENT);
    assertThat(hand().inEffect(name)).containsExactlyInAnyOrder(Entry.ONE, Entry.OTHER);
  }

  @Test
  public void anEntryThatIsRemovedFromTheManifestIsTakenBecauseItIsOnRecord() {
    String name = grantee();
    Set<ChangeId> issued = given(name, Entry.ONE, Entry.OTHER);
    Plan plan = managed().plan(grant(name, Entry.ONE).issued(issued).build());
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    assertThat(plan.changes().getFirst().risk()).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(issued)
        .as("a claim has the id of the change that ends it")
        .contains(plan.changes().getFirst().id());
    assertThat(plan.claims()).as("what is to go is no claim").hasSize(1);
    applyAll(plan);
    assertThat(hand().inEffect(name)).containsExactly(Entry.ONE);
  }

  @Test
  public void theLastEntryIsTakenToo() {
    String name = grantee();
    Set<ChangeId> issued = given(name, Entry.ONE);
    make(grant(name).issued(issued).build());
    assertThat(hand().inEffect(name)).as("the id alone is enough to take it away").isEmpty();
    assertInSync(grant(name).issued(issued).build());
  }

  @Test
  public void whatWasGivenByHandOnTheSameObjectIsDriftAndOnNobodysRecord() {
    String name = grantee();
    Set<ChangeId> issued = given(name, Entry.ONE);
    hand().give(name, Entry.OTHER);
    GrantSpec spec = grant(name, Entry.ONE).issued(issued).build();
    Plan plan = managed().plan(spec);
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    assertThat(plan.changes()).extracting(Change::risk).containsExactly(Risk.DESTRUCTIVE);
    assertThat(issued)
        .as("an extra that nobody issued is told from one on record by its id")
        .doesNotContain(plan.changes().getFirst().id());
    assertThat(Set.copyOf(plan.claims())).as("it is not claimed").isEqualTo(issued);
    applyOnly(plan);
    assertThat(hand().inEffect(name))
        .as("it is not taken unasked")
        .containsExactlyInAnyOrder(Entry.ONE, Entry.OTHER);
    applyAll(plan);
    assertThat(hand().inEffect(name)).as("it is taken on request").containsExactly(Entry.ONE);
  }

  @Test
  public void whoSaysNothingOfAnObjectLeavesItToOthers() {
    String name = grantee();
    hand().give(name, Entry.ONE);
    assertInSync(grant(name).build());
    assertThat(hand().inEffect(name)).containsExactly(Entry.ONE);
  }

  @Test
  public void whatIsThereAlreadyIsClaimedWithoutAChange() {
    String name = grantee();
    hand().give(name, Entry.ONE);
    Plan plan = managed().plan(grant(name, Entry.ONE).build());
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.claims()).as("what is asked for and in effect is a claim").hasSize(1);
  }

  @Test
  public void whatWasTakenByHandIsAbsentUnderItsClaim() {
    String name = grantee();
    Set<ChangeId> issued = given(name, Entry.ONE);
    hand().take(name, Entry.ONE);
    GrantSpec spec = grant(name, Entry.ONE).issued(issued).build();
    Plan plan = managed().plan(spec);
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.ABSENT);
    assertThat(issued)
        .as("a claim on record tells drift from completion")
        .contains(plan.changes().getFirst().claim().orElseThrow());
    applyAll(plan);
    assertInSync(spec);
  }

  @Test
  public void whatIsNotThereYetIsAwaitedAndThenAbsentWithItsClaim() {
    String name = grantee();
    GrantSpec spec = grant(name, Entry.ONE, Entry.LATER).build();
    Plan first = managed().plan(spec);
    assertThat(first.changes())
        .extracting(Change::cause)
        .containsExactlyInAnyOrder(Cause.ABSENT, Cause.AWAITED);
    applyOnly(
        first,
        first.changes().stream()
            .filter(change -> change.cause() == Cause.ABSENT)
            .toArray(Change[]::new));
    Set<ChangeId> issued = recordAfter(spec);
    assertThat(issued).as("what is awaited is no claim").hasSize(1);
    hand().provide();
    GrantSpec later = grant(name, Entry.ONE, Entry.LATER).issued(issued).build();
    Plan second = managed().plan(later);
    assertThat(second.changes()).extracting(Change::cause).containsExactly(Cause.ABSENT);
    assertThat(issued)
        .as("a claim that is not on record yet is completion")
        .doesNotContain(second.changes().getFirst().claim().orElseThrow());
    applyAll(second);
    assertThat(hand().inEffect(name)).containsExactlyInAnyOrder(Entry.ONE, Entry.LATER);
    assertInSync(later);
  }

  @Test
  public void removalTakesOnlyWhatIsOnRecord() {
    String name = grantee();
    Set<ChangeId> issued = given(name, Entry.ONE);
    hand().give(name, Entry.OTHER);
    Plan removal = managed().removal(grant(name, Entry.ONE).issued(issued).build(), DropMode.DROP);
    assertThat(removal.changes()).extracting(Change::cause).containsOnly(Cause.REMOVAL);
    applyAll(removal);
    assertThat(hand().inEffect(name)).containsExactly(Entry.OTHER);
    applyAll(removal); // once more changes nothing
    assertThat(hand().inEffect(name)).containsExactly(Entry.OTHER);
  }

  @Test
  public void removalWithoutARecordOrToRetainIsEmpty() {
    String name = grantee();
    Set<ChangeId> issued = given(name, Entry.ONE);
    GrantSpec spec = grant(name, Entry.ONE).build();
    assertThat(managed().removal(spec, DropMode.DROP).changes())
        .as("what is not on record was not given by this object")
        .isEmpty();
    GrantSpec recorded = grant(name, Entry.ONE).issued(issued).build();
    assertThat(managed().removal(recorded, DropMode.RETAIN).changes())
        .as("RETAIN leaves everything")
        .isEmpty();
  }

  @Test
  public void removalIsEmptyWhenTheGranteeIsGone() {
    Set<ChangeId> issued = given(grantee(), Entry.ONE);
    Plan removal =
        managed().removal(grant(fresh(), Entry.ONE).issued(issued).build(), DropMode.FORCE);
    assertThat(removal.changes()).isEmpty();
    assertThat(removal.exists()).isFalse();
  }

  @Test
  public void aGranteeThatIsNotThereIsWaitedFor() {
    EngineException refused = refusal(grant(fresh(), Entry.ONE).build());
    assertThat(refused.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(refused.path()).as("the field is named").isPresent();
  }

  @Test
  public void planningAllGivesOneOutcomeForEach() {
    String inSync = grantee();
    String missing = fresh();
    String due = grantee();
    given(inSync, Entry.ONE);
    List<PlanOutcome> outcomes =
        managed()
            .planAll(
                List.of(
                    grant(inSync, Entry.ONE).build(),
                    grant(missing, Entry.ONE).build(),
                    grant(due, Entry.ONE, Entry.OTHER).build()));
    assertThat(outcomes).as("one outcome per item, in order").hasSize(3);
    assertThat(outcomes.get(1)).isInstanceOf(PlanOutcome.Failed.class);
    assertThat(outcomes.get(0))
        .isInstanceOfSatisfying(
            PlanOutcome.Planned.class, one -> assertThat(one.plan().changes()).isEmpty());
    assertThat(outcomes.get(2))
        .isInstanceOfSatisfying(
            PlanOutcome.Planned.class,
            one ->
                assertThat(one.plan().hash())
                    .as("planning all is planning each")
                    .isEqualTo(managed().plan(grant(due, Entry.ONE, Entry.OTHER).build()).hash()));
    assertThat(managed().planAll(List.of())).isEmpty();
  }

  @Test
  public void namesHoldsTheGrantees() {
    String name = grantee();
    assertThat(managed().names()).contains(name).doesNotContain(fresh());
  }

  @Test
  public void whatAFailedChangeLeavesIsReported() {
    String name = grantee();
    Plan plan = managed().plan(grant(name, Entry.ONE).build());
    server().drop(name);
    Applied applied = managed().apply(plan, ids(plan));
    assertThat(applied.failure()).as("nobody is there to be given anything").isPresent();
    assertThat(applied.failedChange()).contains(plan.changes().getFirst().id());
    assertThat(applied.done()).isEmpty();
  }
}
