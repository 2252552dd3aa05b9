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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How objects go, as {@code Managed.removal} promises it.
 *
 * @param <D> what is desired
 */
public abstract class RemovalContract<D extends Desired> extends BatchContract<D> {

  @Test
  public void retainClearsTheRecordOnly() {
    String name = fresh();
    make(changed(name, SELF));
    String before = server().describe(name);
    Plan removal = managed().removal(plain(name), DropMode.RETAIN);
    assertThat(removal.changes())
        .as("RETAIN risks nothing")
        .extracting(Change::risk)
        .containsOnly(Risk.SAFE);
    applyAll(removal);
    assertThat(server().describe(name)).as("RETAIN leaves the object as it is").isEqualTo(before);
    assertThat(recordOf(name)).as("RETAIN clears the record").isEmpty();
    assertConflict(plain(name));
    assertThat(managed().removal(plain(name), DropMode.RETAIN).changes())
        .as("what was forgotten is not ours to remove")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP", "FORCE"})
  public void dropRemovesTheObject(DropMode mode) {
    String name = fresh();
    make(plain(name));
    Plan removal = managed().removal(plain(name), mode);
    assertThat(server().exists(name)).as("planning a removal removes nothing").isTrue();
    assertThat(removal.changes())
        .as("every change of a removal says so")
        .isNotEmpty()
        .extracting(Change::cause)
        .containsOnly(Cause.REMOVAL);
    assertThat(removal.changes())
        .as("a drop is DESTRUCTIVE")
        .extracting(Change::risk)
        .contains(Risk.DESTRUCTIVE);
    applyAll(removal);
    assertThat(server().exists(name)).as("%s removes the object", mode).isFalse();
    assertThat(recordOf(name)).as("the record goes with the object").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  public void removingTwiceIsRemovingOnce(DropMode mode) {
    String name = fresh();
    make(plain(name));
    Plan removal = managed().removal(plain(name), mode);
    applyAll(removal);
    Applied again = managed().apply(removal, ids(removal));
    if (mode != DropMode.RETAIN) {
      assertThat(again.failure()).as("what is gone counts as removed").isEmpty();
    }
    assertThat(managed().removal(plain(name), mode).changes())
        .as("what is gone needs no removal")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  public void removalOfWhatIsNotThereIsEmpty(DropMode mode) {
    Plan removal = managed().removal(plain(fresh()), mode);
    assertThat(removal.changes()).as("what is not there needs no removal").isEmpty();
    assertThat(removal.exists()).as("Plan.exists()").isFalse();
  }

  @ParameterizedTest
  @EnumSource
  public void removalOfAForeignObjectIsEmpty(DropMode mode) {
    String name = fresh();
    server().create(name);
    assertThat(managed().removal(plain(name), mode).changes())
        .as("nothing is dropped that this owner does not own")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  public void removalOfWhatWasToBeAdoptedButNeverWasIsEmpty(DropMode mode) {
    String name = fresh();
    server().create(name);
    assertThat(managed().removal(plain(name, SELF, Provenance.adopted(null)), mode).changes())
        .as("asking for adoption makes nothing ours")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  public void removalOfAnotherOwnersObjectIsEmpty(DropMode mode) {
    String name = fresh();
    make(plain(name, OTHER, Provenance.unknown()));
    assertThat(managed().removal(plain(name), mode).changes())
        .as("nothing is dropped that this owner does not own")
        .isEmpty();
    assertThat(managed().removal(plain(name, SELF, Provenance.witnessedBefore()), mode).changes())
        .as("a witness does not overrule another owner's record")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  public void aRemovalDoesNotTouchWhatSomebodyElseTookOverMeanwhile(DropMode mode) {
    String name = fresh();
    make(plain(name));
    Plan removal = managed().removal(plain(name), mode);
    make(plain(name, OTHER, Provenance.adopted(SELF)));
    try {
      managed().apply(removal, ids(removal));
    } catch (EngineException e) {
      // a refusal as a whole is as good as the refusal of the change
      assertThat(e.kind()).isNotNull();
    }
    assertThat(server().exists(name)).as("apply checks the owner again").isTrue();
    assertThat(recordOf(name)).as("the new owner's record stays").contains(OTHER);
  }
}
