package io.dbprovision.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadLeaksTest {
  private final ThreadLeaks leaks = new ThreadLeaks();

  @Test
  void someThreadsAreNoLeak() {
    assertThat(leaks.news(Map.of("calm", threads(ThreadLeaks.FIRST - 1), "none", List.of())))
        .isEmpty();
  }

  @Test
  void aLeakIsToldOnceWithSomeOfItsThreads() {
    Map<String, List<String>> many = Map.of("acme", threads(ThreadLeaks.FIRST), "calm", List.of());
    assertThat(leaks.news(many))
        .containsExactly(
            new ThreadLeaks.Leak(
                "acme", ThreadLeaks.FIRST, List.of("timer-0", "timer-1", "timer-2")));
    assertThat(leaks.news(many)).isEmpty();
  }

  @Test
  void itIsToldAgainWhenTheNumberHasDoubled() {
    leaks.news(Map.of("acme", threads(100)));
    assertThat(leaks.news(Map.of("acme", threads(199)))).isEmpty();
    assertThat(leaks.news(Map.of("acme", threads(200)))).hasSize(1);
  }

  @Test
  void onceTheyHaveEndedItIsToldFromTheFirstAgain() {
    leaks.news(Map.of("acme", threads(400)));
    leaks.news(Map.of("acme", threads(5)));
    assertThat(leaks.news(Map.of("acme", threads(ThreadLeaks.FIRST)))).hasSize(1);
  }

  private static List<String> threads(int count) {
    return IntStream.range(0, count).mapToObj(number -> "timer-" + number).toList();
  }
}
