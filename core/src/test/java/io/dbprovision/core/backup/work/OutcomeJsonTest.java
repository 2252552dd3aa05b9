package io.dbprovision.core.backup.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeJsonTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void aResultIsReadAsItWasWritten() {
    WorkResult result = result(List.of("a warning", "another"));

    assertThat(OutcomeJson.outcome(OutcomeJson.done(result))).contains(new WorkState.Done(result));
  }

  @Test
  void aResultWithManyWarningsFitsATerminationMessageAndSaysHowManyAreMissing() {
    String text = OutcomeJson.done(result(Collections.nCopies(500, "a \"wärning\" \n of words")));

    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(4096);
    assertThat(OutcomeJson.outcome(text))
        .get()
        .isInstanceOfSatisfying(
            WorkState.Done.class,
            done -> {
              assertThat(done.result().copied().warnings()).hasSizeGreaterThan(20);
              assertThat(done.result().copied().warnings().size() + done.result().warningsLeftOut())
                  .isEqualTo(500);
            });
  }

  @Test
  void aFailureWithALongSentenceFitsToo() {
    WorkState.Failed failed =
        new WorkState.Failed(ErrorKind.PERMISSION, "spec.x", "\u0001ä".repeat(100_000), false);

    String text = OutcomeJson.failed(failed);

    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(4096);
    assertThat(OutcomeJson.outcome(text))
        .get()
        .isInstanceOfSatisfying(
            WorkState.Failed.class,
            read -> {
              assertThat(read.kind()).isEqualTo(ErrorKind.PERMISSION);
              assertThat(read.path()).contains("spec.x");
              assertThat(read.message()).endsWith("…");
            });
  }

  @Test
  void whatIsCutOrSomebodyElsesIsNoOutcome() {
    String whole = OutcomeJson.done(result(List.of()));
    for (int length = 0; length < whole.length(); length++) {
      assertThat(OutcomeJson.outcome(whole.substring(0, length))).as("%s", length).isEmpty();
    }
    assertThat(OutcomeJson.outcome("{\"state\":\"failed\",\"kind\":\"NONE\"}")).isEmpty();
    assertThat(OutcomeJson.outcome("{\"state\":\"done\"}")).isEmpty();
  }

  @Test
  void theLastWholeLineOfProgressCounts() {
    WorkProgress first = new WorkProgress("copying", 1, 1, 1, -1, -1, NOW);
    WorkProgress second = new WorkProgress("copying", 20, 10, 5, 3, 4, NOW.plusSeconds(1));
    String lines =
        OutcomeJson.progress(first)
            + "\n"
            + OutcomeJson.progress(second)
            + "\nPicked up an option\n"
            + OutcomeJson.progress(first).substring(0, 20);

    assertThat(OutcomeJson.lastProgress(lines)).contains(second);
    assertThat(OutcomeJson.lastProgress("")).isEmpty();
  }

  private static WorkResult result(List<String> warnings) {
    return new WorkResult(
        NOW,
        NOW,
        new Copied(100, 50, "sha256:abc", "lines", "tool 1", "1.0", warnings),
        3,
        Match.SAME,
        0,
        null);
  }
}
