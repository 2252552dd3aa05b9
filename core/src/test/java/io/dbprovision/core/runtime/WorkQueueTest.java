package io.dbprovision.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private final VirtualClock clock = new VirtualClock();
  private final WorkQueue<String> queue = new WorkQueue<>(clock);

  @Test
  void aKeyAddedTwiceIsHandedOutOnce() {
    queue.add("a");
    queue.add("a");

    assertThat(queue.poll()).contains("a");
    queue.done("a");
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void keysThatAreDueTogetherLeaveInTheOrderTheyCame() {
    queue.add("b");
    queue.add("a");
    queue.add("c");

    assertThat(queue.poll()).contains("b");
    assertThat(queue.poll()).contains("a");
    assertThat(queue.poll()).contains("c");
  }

  @Test
  void anAddDuringTheWorkBringsTheKeyBackAfterIt() {
    queue.add("a");
    queue.poll();
    queue.add("a");

    assertThat(queue.poll()).as("one worker per key").isEmpty();
    queue.done("a");
    assertThat(queue.poll()).contains("a");
  }

  @Test
  void theEarliestOfSeveralDeadlinesHolds() {
    queue.addAfter("a", Duration.ofHours(8));
    queue.addAfter("a", Duration.ofSeconds(10));
    queue.addAfter("a", Duration.ofHours(1));

    clock.advance(Duration.ofSeconds(9));
    assertThat(queue.poll()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(queue.poll()).contains("a");
    queue.done("a");
    assertThat(queue.nextDeadline()).as("the later ones are forgotten").isEmpty();
  }

  @Test
  void aWakeUpOvertakesADelay() {
    queue.addAfter("a", Duration.ofHours(8));
    queue.add("a");

    assertThat(queue.poll()).contains("a");
  }

  @Test
  void theDeadlineAskedForDuringTheWorkCountsFromThen() {
    queue.add("a");
    queue.poll();
    queue.addAfter("a", Duration.ofSeconds(10));
    clock.advance(Duration.ofSeconds(4));
    queue.done("a");

    assertThat(queue.nextDeadline()).contains(clock.instant().plusSeconds(6));
  }

  @Test
  void depthAndAgeSpeakOfDueKeysOnly() {
    queue.add("a");
    queue.addAfter("b", Duration.ofSeconds(5));
    queue.addAfter("c", Duration.ofHours(1));
    clock.advance(Duration.ofSeconds(7));

    assertThat(queue.depth()).isEqualTo(2);
    assertThat(queue.oldestAge()).isEqualTo(Duration.ofSeconds(7));
    queue.poll();
    assertThat(queue.oldestAge()).isEqualTo(Duration.ofSeconds(2));
    queue.poll();
    assertThat(queue.oldestAge()).isEqualTo(Duration.ZERO);
    assertThat(queue.waiting()).isEqualTo(1);
    assertThat(queue.running()).isEqualTo(2);
  }

  @Test
  void failuresAreCountedPerKeyUntilItSucceeds() {
    assertThat(queue.failed("a")).isEqualTo(1);
    assertThat(queue.failed("a")).isEqualTo(2);
    assertThat(queue.failed("b")).isEqualTo(1);
    queue.succeeded("a");

    assertThat(queue.failures("a")).isZero();
    assertThat(queue.failures("b")).isEqualTo(1);
  }

  @Test
  void doneWithoutWorkIsADefectOfTheCaller() {
    queue.add("a");

    assertThatThrownBy(() -> queue.done("a")).isInstanceOf(IllegalStateException.class);
  }
}
