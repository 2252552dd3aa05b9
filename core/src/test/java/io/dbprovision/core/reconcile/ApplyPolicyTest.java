package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApplyPolicyTest {
  private record Difference(ChangeId id, Risk risk, Cause cause, @Nullable ChangeId claimed)
      implements Change {
    @Override
    public Optional<ChangeId> claim() {
      return Optional.ofNullable(claimed);
    }

    @Override
    public String path() {
      return id.value();
    }

    @Override
    public String expected() {
      return "a";
    }

    @Override
    public String actual() {
      return "b";
    }

    @Override
    public String summary() {
      return "change " + id;
    }
  }

  private static final Difference CREATE = change("create", Risk.SAFE, Cause.MISSING);
  private static final Difference LIMIT = change("limit", Risk.SAFE, Cause.DIFFERS);
  private static final Difference OWNER = change("owner", Risk.DESTRUCTIVE, Cause.DIFFERS);
  private static final Difference ENCODING = change("encoding", Risk.IMMUTABLE, Cause.DIFFERS);
  private static final Difference EXTRA = change("member:x", Risk.DESTRUCTIVE, Cause.EXTRA);
  private static final Difference AWAITED = change("table", Risk.SAFE, Cause.AWAITED);

  @Test
  void whatTheUserAskedForIsAppliedButForTheImpossible() {
    var decision = decide(asked(Set.of()), LIMIT, OWNER, ENCODING);
    assertThat(decision.chosen()).containsExactly(LIMIT.id(), OWNER.id());
    assertThat(decision.drift()).containsExactly(ENCODING);
  }

  @Test
  void anExtraIsTakenAwayOnlyWhenWePutItThere() {
    assertThat(decide(asked(Set.of("member:x")), EXTRA).chosen()).containsExactly(EXTRA.id());
    assertThat(decide(asked(Set.of("member:y")), EXTRA).drift()).containsExactly(EXTRA);
  }

  @Test
  void whatWePutThereAndNobodyAsksForAnyMoreIsTakenAwayInEveryMode() {
    for (DriftPolicy.Mode mode : DriftPolicy.Mode.values()) {
      var issued = situation(false, mode, false, Set.of(EXTRA.id()));
      assertThat(decide(issued, EXTRA).chosen()).containsExactly(EXTRA.id());
    }
  }

  @Test
  void whatWasNeverPutThereIsCompletedInEveryModeAndWhatWasIsDrift() {
    Difference entry =
        new Difference(new ChangeId("missing"), Risk.SAFE, Cause.ABSENT, new ChangeId("entry"));
    for (DriftPolicy.Mode mode : DriftPolicy.Mode.values()) {
      assertThat(decide(situation(false, mode, false, Set.of()), entry).chosen())
          .containsExactly(entry.id());
    }
    var issued = situation(false, DriftPolicy.Mode.DETECT, false, Set.of(new ChangeId("entry")));
    assertThat(decide(issued, entry).drift()).containsExactly(entry);
  }

  @Test
  void aLostRecordIsWrittenAnewInEveryModeAndAnotherOwnersIsNot() {
    Difference lost = new Difference(OwnershipRecord.CHANGE, Risk.SAFE, Cause.ABSENT, null);
    Difference others = new Difference(OwnershipRecord.CHANGE, Risk.SAFE, Cause.DIFFERS, null);
    for (DriftPolicy.Mode mode : List.of(DriftPolicy.Mode.DETECT, DriftPolicy.Mode.IGNORE)) {
      var decision = decide(drift(mode, false), lost, LIMIT);
      assertThat(decision.chosen()).containsExactly(lost.id());
      assertThat(decision.drift()).as("and nothing else with it").containsExactly(LIMIT);
      assertThat(decide(drift(mode, false), others).chosen()).isEmpty();
    }
  }

  @Test
  void detectOnlyDetects() {
    var decision = decide(drift(DriftPolicy.Mode.DETECT, true), LIMIT, OWNER);
    assertThat(decision.chosen()).isEmpty();
    assertThat(decision.drift()).containsExactly(LIMIT, OWNER);
  }

  @Test
  void correctLeavesDestructiveChangesToTheAnnotation() {
    assertThat(decide(drift(DriftPolicy.Mode.CORRECT, false), LIMIT, OWNER).chosen())
        .containsExactly(LIMIT.id());
    assertThat(decide(drift(DriftPolicy.Mode.CORRECT, true), LIMIT, OWNER).chosen())
        .containsExactly(LIMIT.id(), OWNER.id());
  }

  @Test
  void aMissingObjectIsMadeAgainWholeInEveryMode() {
    for (DriftPolicy.Mode mode : DriftPolicy.Mode.values()) {
      assertThat(decide(drift(mode, false), CREATE, LIMIT, OWNER).chosen())
          .containsExactly(CREATE.id(), LIMIT.id(), OWNER.id());
    }
  }

  @Test
  void whatCannotBeAppliedYetIsNeitherChosenNorDrift() {
    var decision = decide(asked(Set.of()), AWAITED);
    assertThat(decision.chosen()).isEmpty();
    assertThat(decision.drift()).isEmpty();
    assertThat(decision.awaited()).containsExactly(AWAITED);
  }

  @Test
  void destructiveCorrectionsArePartOfCorrectingAlone() {
    for (DriftPolicy.Mode mode : List.of(DriftPolicy.Mode.DETECT, DriftPolicy.Mode.IGNORE)) {
      assertThat(decide(situation(true, mode, true, Set.of()), EXTRA).chosen()).isEmpty();
    }
    assertThat(decide(situation(true, DriftPolicy.Mode.CORRECT, true, Set.of()), EXTRA).chosen())
        .containsExactly(EXTRA.id());
  }

  @Test
  void anApprovalCoversTheChangesThatWereShownAndNoOthers() {
    var seen =
        new ApplyPolicy.Situation(
            false,
            false,
            Set.of(),
            DriftPolicy.Mode.DETECT,
            false,
            Set.of(EXTRA.fingerprint()),
            Set.of());
    assertThat(decide(seen, EXTRA, OWNER).chosen()).containsExactly(EXTRA.id());
  }

  @Test
  void thatOneObjectOfAPlanIsMadeSaysNothingOfTheOthers() {
    var login = new Part("login", CREATE);
    var role = new Part("role", EXTRA);
    Plan plan = Plan.builder(true).change(role).change(login).build();
    var decision = ApplyPolicy.decide(plan, drift(DriftPolicy.Mode.DETECT, false));
    assertThat(decision.chosen()).containsExactly(login.id());
    assertThat(decision.drift()).containsExactly(role);
  }

  @Test
  void aNewLoginThatIsThereByHalfIsCompletedAndTheRoleItSharesIsNot() {
    var role = new Part("role", EXTRA);
    Plan plan = Plan.builder(true).change(role).change(LIMIT).build();
    var halfway =
        new ApplyPolicy.Situation(
            false, true, Set.of(), DriftPolicy.Mode.DETECT, false, Set.of(), Set.of());
    var decision = ApplyPolicy.decide(plan, halfway);
    assertThat(decision.chosen()).containsExactly(LIMIT.id());
    assertThat(decision.drift()).containsExactly(role);
  }

  private record Part(String subject, Difference of) implements ApplyPolicy.OfSubject {
    @Override
    public ChangeId id() {
      return of.id();
    }

    @Override
    public String path() {
      return of.path();
    }

    @Override
    public String expected() {
      return of.expected();
    }

    @Override
    public String actual() {
      return of.actual();
    }

    @Override
    public Risk risk() {
      return of.risk();
    }

    @Override
    public Cause cause() {
      return of.cause();
    }

    @Override
    public String summary() {
      return of.summary();
    }
  }

  private static ApplyPolicy.Situation situation(
      boolean asked, DriftPolicy.Mode mode, boolean destructive, Set<ChangeId> issued) {
    return new ApplyPolicy.Situation(asked, false, issued, mode, destructive, Set.of(), issued);
  }

  private static ApplyPolicy.Situation asked(Set<String> issued) {
    return situation(
        true,
        DriftPolicy.Mode.DETECT,
        false,
        issued.stream().map(ChangeId::new).collect(Collectors.toSet()));
  }

  private static ApplyPolicy.Situation drift(DriftPolicy.Mode mode, boolean destructive) {
    return situation(false, mode, destructive, Set.of());
  }

  private static ApplyPolicy.Decision decide(
      ApplyPolicy.Situation situation, Difference... changes) {
    Plan.Builder plan = Plan.builder(true);
    List.of(changes).forEach(plan::change);
    return ApplyPolicy.decide(plan.build(), situation);
  }

  private static Difference change(String id, Risk risk, Cause cause) {
    return new Difference(new ChangeId(id), risk, cause, null);
  }
}
