package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

  @Test
  void whatExceedsTheBurstWaitsForTheWorkToPauseAndKeepsItsOrder() throws Exception {
    AtomicBoolean busy = new AtomicBoolean(true);
    CountDownLatch asked = new CountDownLatch(3);
    // one a second: the third look at the work comes long before that
    Pace pace = new Pace(1, 1);
    try (Outbox<String> outbox =
        new Outbox<>(
            "test",
            10,
            pace,
            () -> {
              asked.countDown();
              return busy.get() || asked.getCount() > 0;
            },
            clock,
            sent::add)) {
      outbox.add("first");
      outbox.add("second");
      outbox.add("third");

      assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo("first");
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(sent).isEmpty();
      busy.set(false);

      assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo("second");
      assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo("third");
    }
  }

  @Test
  void oneThatCannotBeSentDoesNotKeepTheNextOnesBack() throws Exception {
    try (Outbox<String> outbox =
        new Outbox<>(
            "test",
            10,
            new Pace(10, 1),
            () -> false,
            clock,
            text -> {
              if (text.equals("bad")) {
                throw new IllegalStateException("bad");
              }
              sent.add(text);
            })) {
      outbox.add("bad");
      outbox.add("good");

      assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo("good");
    }
  }
}
