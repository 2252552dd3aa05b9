package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Risk;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Who owns a server object, as {@code Provenance} promises it.
 *
 * @param <D> what is desired
 */
public abstract class OwnershipContract<D extends Desired> extends RemovalContract<D> {

  @Test
  public void applyRecordsTheOwner() {
    String name = fresh();
    assertThat(recordOf(name)).as("nobody owns what is not there").isEmpty();
    make(plain(name));
    assertThat(recordOf(name)).as("the server remembers the owner").contains(SELF);
  }

  @Test
  public void aForeignObjectIsAConflictAndStaysAsItIs() {
    String name = fresh();
    server().create(name);
    String before = server().describe(name);
    assertConflict(plain(name));
    assertThat(server().describe(name)).as("a CONFLICT changes nothing").isEqualTo(before);
    assertThat(recordOf(name)).as("nothing was recorded").isEmpty();
  }

  @Test
  public void aWitnessedObjectIsRecordedAnew() {
    String name = fresh();
    server().create(name);
    D witnessed = plain(name, SELF, Provenance.witnessedBefore());
    Plan plan = make(witnessed);
    assertThat(plan.exists()).as("Plan.exists() of what is there").isTrue();
    assertThat(plan.changes())
        .as("writing the record is a change of its own, which a take-over knows by its id")
        .extracting(Change::id)
        .contains(OwnershipRecord.CHANGE);
    assertThat(recordOf(name)).as("the new owner is on record").contains(SELF);
    assertInSync(plain(name));
  }

  @Test
  public void aLostRecordIsRenewedForWhoeverVouches() {
    String name = fresh();
    server().create(name);
    assertThat(records().renew(kind(), name, SELF)).as("nobody was on record").isTrue();
    assertThat(recordOf(name)).contains(SELF);
    assertThat(records().renew(kind(), name, SELF)).as("it is there already").isFalse();
    assertInSync(plain(name));
  }

  @Test
  public void renewingNeverOverwritesAnotherOwnersRecordNorMakesAnything() {
    String name = fresh();
    assertThat(records().renew(kind(), name, SELF)).as("what is not there").isFalse();
    assertThat(recordOf(name)).isEmpty();
    make(plain(name, OTHER, Provenance.unknown()));
    assertThat(records().renew(kind(), name, SELF)).as("another owner's").isFalse();
    assertThat(recordOf(name)).as("the owner on record stays").contains(OTHER);
  }

  @Test
  public void adoptionResetsNothing() {
    String name = fresh();
    server().create(name);
    String before = server().describe(name);
    Plan plan = make(plain(name, SELF, Provenance.adopted(null)));
    assertThat(plan.changes())
        .as("adoption risks nothing")
        .extracting(Change::risk)
        .doesNotContain(Risk.DESTRUCTIVE);
    assertThat(server().describe(name))
        .as("nothing is reset that the manifest does not ask for")
        .isEqualTo(before);
    assertThat(recordOf(name)).as("the new owner is on record").contains(SELF);
    assertInSync(plain(name));
  }

  @Test
  public void discoveryFindsWhatIsThereWithItsOwner() {
    String missing = fresh();
    String foreign = fresh();
    String recorded = fresh();
    server().create(foreign);
    make(plain(recorded));
    Optional<Discovery> discovery = session().capability(Discovery.class);
    assumeThat(discovery).as("discovery is no must").isPresent();
    List<Discovery.Found> found = discovery.orElseThrow().find();
    assertThat(found)
        .filteredOn(item -> item.name().equals(foreign) && mayBe(item.kind()))
        .as("what nobody owns is found once, without an owner")
        .extracting(Discovery.Found::owner)
        .containsExactly(Optional.empty());
    assertThat(found)
        .filteredOn(item -> item.name().equals(recorded) && mayBe(item.kind()))
        .as("what is owned is found once, with the owner on record")
        .extracting(Discovery.Found::owner)
        .containsExactly(Optional.of(SELF));
    assertThat(found)
        .extracting(Discovery.Found::name)
        .as("neither what is not there nor the session's own login is found")
        .doesNotContain(missing, underTest().endpoint().credentials().username());
  }

  /** Where logins are roles, the server's own view of one decides. */
  private boolean mayBe(Kind found) {
    return found.equals(kind()) || (!found.equals(Kind.DATABASE) && !kind().equals(Kind.DATABASE));
  }

  @Test
  public void planningAnAdoptionDoesNotAdopt() {
    String name = fresh();
    server().create(name);
    managed().plan(plain(name, SELF, Provenance.adopted(null)));
    assertThat(recordOf(name)).as("a plan records nothing").isEmpty();
    assertConflict(plain(name));
  }

  @Test
  public void anotherOwnersObjectIsAConflictThatNamesTheOwner() {
    String name = fresh();
    make(plain(name, OTHER, Provenance.unknown()));
    EngineException conflict = refusal(plain(name));
    assertThat(conflict.kind())
        .as("what belongs to somebody else is CONFLICT")
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(conflict.getMessage())
        .as("a CONFLICT names the owner on record")
        .contains(OTHER.toString());
    assertThat(recordOf(name)).as("the owner on record stays").contains(OTHER);
  }

  @Test
  public void neitherWitnessNorAdoptionOverrulesAnotherOwnersRecord() {
    String name = fresh();
    make(plain(name, OTHER, Provenance.unknown()));
    assertConflict(plain(name, SELF, Provenance.witnessedBefore()));
    assertConflict(plain(name, SELF, Provenance.adopted(null)));
  }

  @Test
  public void theRecordedOwnerCanBeTakenOverFrom() {
    String name = fresh();
    make(plain(name, OTHER, Provenance.unknown()));
    make(plain(name, SELF, Provenance.adopted(OTHER)));
    assertThat(recordOf(name)).as("the new owner is on record").contains(SELF);
    assertInSync(plain(name));
    assertConflict(plain(name, OTHER, Provenance.witnessedBefore()));
  }

  @Test
  public void aPlanOfACreationDoesNotTouchWhatSomebodyElseMadeMeanwhile() {
    String name = fresh();
    Plan ours = managed().plan(plain(name));
    make(plain(name, OTHER, Provenance.unknown()));
    assertThat(failureOf(ours))
        .as("apply of a plan that is out of date")
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(recordOf(name)).as("apply checks the owner again").contains(OTHER);
  }

  @Test
  public void aPlanOfAChangeDoesNotTouchWhatSomebodyElseTookOverMeanwhile() {
    String name = fresh();
    make(plain(name));
    Plan ours = managed().plan(changed(name, SELF));
    make(plain(name, OTHER, Provenance.adopted(SELF)));
    String before = server().describe(name);
    assertThat(failureOf(ours))
        .as("apply of a plan that is out of date")
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(server().describe(name)).as("apply checks the owner again").isEqualTo(before);
    assertThat(recordOf(name)).as("the owner on record stays").contains(OTHER);
  }

  /** How applying all of it fails, as a result or as an exception; null when it works. */
  private @Nullable ErrorKind failureOf(Plan plan) {
    try {
      Applied applied = managed().apply(plan, ids(plan));
      return applied.failure().map(EngineException::kind).orElse(null);
    } catch (EngineException e) {
      return e.kind();
    }
  }
}
