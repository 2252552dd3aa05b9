package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AppliedTest {
  private static final Plan PLAN =
      Plan.builder(true).change(change("a")).change(change("b")).change(change("c")).build();

  private final List<String> tried = new ArrayList<>();

  @Test
  void onlyWhatWasChosenIsDoneInTheOrderOfThePlan() {
    Applied applied = Applied.each(PLAN, ids("c", "a"), this::note);
    assertThat(tried).containsExactly("a", "c");
    assertThat(applied.done()).extracting(ChangeId::value).containsExactly("a", "c");
    assertThat(applied.failure()).isEmpty();
  }

  @Test
  void nothingIsTriedAfterAFailure() {
    EngineException failure = EngineException.of(ErrorKind.PERMISSION, "may not");
    Applied applied =
        Applied.each(
            PLAN,
            ids("a", "b", "c"),
            change -> {
              note(change);
              if (change.path().equals("b")) {
                throw failure;
              }
            });
    assertThat(tried).containsExactly("a", "b");
    assertThat(applied.done()).containsExactly(new ChangeId("a"));
    assertThat(applied.failedChange()).contains(new ChangeId("b"));
    assertThat(applied.failure()).contains(failure);
  }

  private void note(Change change) {
    tried.add(change.path());
  }

  private static Set<ChangeId> ids(String... values) {
    return Set.of(values).stream().map(ChangeId::new).collect(Collectors.toSet());
  }

  private static Change change(String path) {
    return new PlanTest.TestChange(
        new ChangeId(path), path, "x", "y", Risk.SAFE, Cause.DIFFERS, "set " + path);
  }
}
