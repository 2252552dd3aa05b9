package io.dbprovision.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random steps against the queue and against a model so naive that it can be read as the spec. */
class WorkQueueModelTest {

  /** Every request is kept in a list; nothing is sorted or merged until it is asked for. */
  private static final class Model {
    private record Request(int key, Instant due, long order) {}

    private final List<Request> requests = new ArrayList<>();
    private final List<Request> during = new ArrayList<>();
    private final Set<Integer> running = new HashSet<>();
    private final Map<Integer, Integer> failures = new HashMap<>();
    private long order;

    void add(int key, Instant due) {
      (running.contains(key) ? during : requests).add(new Request(key, due, order++));
    }

    Optional<Request> next() {
      // A key stands where the first of its requests for its earliest deadline put it.
      return requests.stream()
          .min(Comparator.comparing(Request::due).thenComparingLong(Request::order));
    }

    Optional<Integer> poll(Instant now) {
      Optional<Integer> key =
          next().filter(request -> !request.due().isAfter(now)).map(Request::key);
      key.ifPresent(
          taken -> {
            requests.removeIf(request -> request.key() == taken);
            running.add(taken);
          });
      return key;
    }

    void done(int key) {
      running.remove(key);
      during.stream()
          .filter(request -> request.key() == key)
          .map(Request::due)
          .min(Comparator.naturalOrder())
          .ifPresent(due -> add(key, due));
      during.removeIf(request -> request.key() == key);
    }

    long depth(Instant now) {
      return requests.stream()
          .filter(request -> !request.due().isAfter(now))
          .map(Request::key)
          .distinct()
          .count();
    }

    long waiting() {
      return requests.stream().map(Request::key).distinct().count();
    }
  }

  private final VirtualClock clock = new VirtualClock();
  private final WorkQueue<Integer> queue = new WorkQueue<>(clock);
  private final Model model = new Model();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theQueueDoesWhatTheModelDoes(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int handedOut = 0;
    for (int step = 0; step < 5_000; step++) {
      handedOut += step(random, "seed " + seed + " step " + step);
    }
    assertThat(handedOut).as("the steps reach real work").isGreaterThan(300);
  }

  private int step(RandomGenerator random, String where) {
    int key = random.nextInt(12);
    int handedOut = 0;
    switch (random.nextInt(7)) {
      case 0 -> {
        queue.add(key);
        model.add(key, clock.instant());
      }
      case 1, 2 -> {
        Duration delay = Duration.ofSeconds(random.nextInt(-2, 30));
        queue.addAfter(key, delay);
        model.add(key, clock.instant().plus(delay.isNegative() ? Duration.ZERO : delay));
      }
      case 3 -> clock.advance(Duration.ofSeconds(random.nextInt(8)));
      case 4 -> {
        Optional<Integer> polled = queue.poll();
        assertThat(polled).as(where).isEqualTo(model.poll(clock.instant()));
        handedOut = polled.isPresent() ? 1 : 0;
      }
      case 5 -> {
        if (model.running.contains(key)) {
          queue.done(key);
          model.done(key);
        }
      }
      default -> {
        if (random.nextBoolean()) {
          assertThat(queue.failed(key)).isEqualTo(model.failures.merge(key, 1, Integer::sum));
        } else {
          queue.succeeded(key);
          model.failures.remove(key);
        }
      }
    }
    assertThat(queue.nextDeadline()).as(where).isEqualTo(model.next().map(Model.Request::due));
    assertThat(queue.depth()).as(where).isEqualTo((int) model.depth(clock.instant()));
    assertThat(queue.waiting()).as(where).isEqualTo((int) model.waiting());
    assertThat(queue.running()).as(where).isEqualTo(model.running.size());
    assertThat(queue.failures(key)).as(where).isEqualTo(model.failures.getOrDefault(key, 0));
    return handedOut;
  }
}
