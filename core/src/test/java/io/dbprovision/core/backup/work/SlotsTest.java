package io.dbprovision.core.backup.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.kube.Jobs;
import io.dbprovision.spi.ErrorKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private final Slots slots = new Slots(2, 1);

  @Test
  void oneThatLoadsNoServerDoesNotWaitForThoseThatDo() {
    assertThat(slots.whyNot("c", List.of("a", "b"))).isPresent();
    assertThat(slots.whyNot("", List.of("a", "b"))).isEmpty();
    assertThat(slots.whyNot("c", List.of("", "", "a"))).isEmpty();
    assertThat(slots.whyNot("", List.of("", "", "a")).orElseThrow()).contains("--max-workers=2");
  }

  @Test
  void anErrandWhosePodCannotStartTakesNobodysTurn() {
    WorkState stuck = new WorkState.Waiting("its pod has no node");

    assertThat(new KnownJob(job(""), stuck).takesATurn()).isFalse();
    assertThat(new KnownJob(job("i"), stuck).takesATurn()).isTrue();
    assertThat(
            new KnownJob(job(""), new WorkState.Running(WorkProgress.starting(Instant.EPOCH)))
                .takesATurn())
        .isTrue();
    assertThat(
            new KnownJob(job("i"), Outcomes.failed(ErrorKind.INTERNAL, "over", false)).takesATurn())
        .isFalse();
  }

  private static Jobs.Job job(String instance) {
    return new Jobs.Job(
        "n",
        "j",
        "u",
        Map.of(),
        Map.of(JobManifest.INSTANCE, instance),
        null,
        false,
        true,
        Fields.empty());
  }
}
