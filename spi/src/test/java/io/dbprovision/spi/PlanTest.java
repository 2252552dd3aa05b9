package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlanTest {
  record TestChange(
      ChangeId id,
      String path,
      String expected,
      String actual,
      Risk risk,
      Cause cause,
      String summary)
      implements Change {}

  private static final TestChange OWNER = change("owner", "alice", "bob");
  private static final TestChange LIMIT = change("limit", "5", "7");

  @Test
  void plansOfEqualChangesHaveEqualHashes() {
    assertThat(plan(OWNER, LIMIT).hash()).isEqualTo(plan(OWNER, LIMIT).hash());
  }

  @Test
  void theHashIsLowerCaseSha256() {
    assertThat(plan().hash())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void orderCountAndContentChangeTheHash() {
    String hash = plan(OWNER, LIMIT).hash();
    assertThat(plan(LIMIT, OWNER).hash()).isNotEqualTo(hash);
    assertThat(plan(OWNER).hash()).isNotEqualTo(hash);
    assertThat(plan(change("owner", "alice", "eve"), LIMIT).hash()).isNotEqualTo(hash);
  }

  @Test
  void textMovedFromOneFieldToTheNextChangesTheHash() {
    assertThat(plan(change("a", "bc", "d")).hash())
        .isNotEqualTo(plan(change("a", "b", "cd")).hash());
  }

  @Test
  void riskAndCauseArePartOfTheFingerprint() {
    TestChange destructive =
        new TestChange(
            OWNER.id(), "owner", "alice", "bob", Risk.DESTRUCTIVE, Cause.DIFFERS, "change it");
    TestChange extra =
        new TestChange(OWNER.id(), "owner", "alice", "bob", Risk.SAFE, Cause.EXTRA, "change it");
    assertThat(destructive.fingerprint()).isNotEqualTo(OWNER.fingerprint());
    assertThat(extra.fingerprint()).isNotEqualTo(OWNER.fingerprint());
  }

  @Test
  void theSummaryIsNoPartOfTheHash() {
    TestChange reworded =
        new TestChange(
            OWNER.id(), "owner", "alice", "bob", Risk.SAFE, Cause.DIFFERS, "other words");
    assertThat(plan(reworded).hash()).isEqualTo(plan(OWNER).hash());
  }

  @Test
  void factsAreNoPartOfTheHash() {
    assertThat(Plan.builder(true).fact("sizeBytes", 5L).build().hash()).isEqualTo(plan().hash());
  }

  @Test
  void twoChangesOfOneIdAreRefused() {
    Plan.Builder builder = Plan.builder(true).change(OWNER);
    assertThatThrownBy(() -> builder.change(change("owner", "x", "y")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("owner");
  }

  @Test
  void aPlanFindsItsChanges() {
    assertThat(plan(OWNER, LIMIT).change(new ChangeId("limit"))).contains(LIMIT);
    assertThat(plan(OWNER).change(new ChangeId("limit"))).isEmpty();
    assertThat(plan().isEmpty()).isTrue();
    assertThat(plan(OWNER).isEmpty()).isFalse();
  }

  @Test
  void aBuiltPlanDoesNotChange() {
    Plan.Builder builder = Plan.builder(true).change(OWNER);
    Plan plan = builder.build();
    builder.change(LIMIT);
    assertThat(plan.changes()).containsExactly(OWNER);
    assertThatThrownBy(() -> plan.facts().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static Plan plan(Change... changes) {
    Plan.Builder builder = Plan.builder(true);
    for (Change change : changes) {
      builder.change(change);
    }
    return builder.build();
  }

  private static TestChange change(String path, String expected, String actual) {
    return new TestChange(
        new ChangeId(path), path, expected, actual, Risk.SAFE, Cause.DIFFERS, "change " + path);
  }
}
