package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Desired;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.Provenance;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Planning many at once, as {@code Managed.planAll} promises it.
 *
 * @param <D> what is desired
 */
public abstract class BatchContract<D extends Desired> extends ManagedHarness<D> {

  @Test
  public void planningAllIsPlanningEach() {
    String inSync = fresh();
    String different = fresh();
    String foreign = fresh();
    String witnessed = fresh();
    make(plain(inSync));
    make(plain(different));
    server().create(foreign);
    server().create(witnessed);
    List<D> wanted =
        List.of(
            plain(inSync),
            plain(foreign),
            changed(different, SELF),
            plain(fresh()),
            plain(witnessed, SELF, Provenance.witnessedBefore()),
            plain(inSync, OTHER, Provenance.unknown()));
    List<String> each = wanted.stream().map(this::planned).toList();
    assertThat(managed().planAll(wanted).stream().map(BatchContract::text).toList())
        .as("planAll gives one outcome per item, in order, equal to planning it alone")
        .isEqualTo(each);
    assertThat(each).as("one failing item does not stop the others").contains(failed(foreign));
  }

  @Test
  public void planningNoneIsNothing() {
    assertThat(managed().planAll(List.of())).as("planAll of nothing").isEmpty();
  }

  @Test
  public void aNameThatCannotWorkFailsItsOwnItemOnly() {
    String good = fresh();
    List<PlanOutcome> outcomes = managed().planAll(List.of(plain("bad\0name"), plain(good)));
    assertThat(outcomes).as("planAll gives one outcome per item").hasSize(2);
    assertThat(outcomes.getFirst())
        .as("the outcome of a name with a NUL")
        .isInstanceOf(PlanOutcome.Failed.class);
    assertThat(text(outcomes.getLast()))
        .as("the item beside it is not concerned")
        .isEqualTo(planned(plain(good)));
  }

  @Test
  public void aNameThatCannotWorkIsInvalidWithAPath() {
    EngineException refusal = refusal(plain("bad\0name"));
    assertThat(refusal.kind())
        .as("a name that cannot work is INVALID")
        .isEqualTo(ErrorKind.INVALID);
    assertThat(refusal.path()).as("INVALID names the field").isPresent();
  }

  private String failed(String name) {
    return planned(plain(name));
  }

  private String planned(D item) {
    try {
      return text(new PlanOutcome.Planned(managed().plan(item)));
    } catch (EngineException e) {
      return text(new PlanOutcome.Failed(e));
    }
  }

  private static String text(PlanOutcome outcome) {
    return switch (outcome) {
      case PlanOutcome.Planned(var plan) -> "exists=" + plan.exists() + " " + plan.hash();
      case PlanOutcome.Failed(var failure) -> failure.kind() + " " + failure.getMessage();
    };
  }
}
