package io.dbprovision.core.backup.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.backup.work.StoreAccess;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreQuestionsTest {
  private static final Duration MOMENT = Duration.ofMillis(200);

  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final StoreQuestions questions = new StoreQuestions(MOMENT);

  @AfterEach
  void everybodyIsAnswered() {
    gate.countDown();
  }

  private static StoreSite site(String namespace) {
    StoreAccess access =
        new StoreAccess("memory", Section.of("spec.storage.memory", Map.of()), Map.of(), null);
    return new StoreSite(new MemoryStore(), access, "", null, namespace);
  }

  private Callable<String> slow(String answer) {
    return () -> {
      asked.incrementAndGet();
      gate.await();
      return answer;
    };
  }

  private void asksInVain(String namespace, String what) {
    assertThatThrownBy(() -> questions.ask(site(namespace), what, slow(what)))
        .isInstanceOf(StillAsking.class);
  }

  /** As the reconcilers do, that come again. */
  private <T> T untilAnswered(String namespace, String what, Callable<T> body) {
    while (true) {
      try {
        return questions.ask(site(namespace), what, body);
      } catch (StillAsking e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void anAnswerThatComesAtOnceIsThere() {
    assertThat(questions.<String>ask(site("a"), "one", () -> "yes")).isEqualTo("yes");
    assertThat(questions.<String>ask(site("a"), "one", () -> "no"))
        .as("asked anew")
        .isEqualTo("no");
  }

  @Test
  void aLateAnswerIsThereForWhoAsksTheSameAgain() {
    asksInVain("a", "one");
    asksInVain("a", "one");
    gate.countDown();

    assertThat(untilAnswered("a", "one", slow("never"))).isEqualTo("one");
    assertThat(asked).hasValue(1);
  }

  @Test
  void whoAsksAgainDoesNotWaitAgain() {
    asksInVain("a", "one");
    long before = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      asksInVain("a", "one");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(MOMENT.multipliedBy(10));
  }

  @Test
  void aFailureIsToldOnceToWhoAsksAgain() {
    Callable<String> failing =
        () -> {
          gate.await();
          throw EngineException.of(ErrorKind.UNREACHABLE, "no store");
        };
    assertThatThrownBy(() -> questions.ask(site("a"), "one", failing))
        .isInstanceOf(StillAsking.class);
    gate.countDown();

    assertThatThrownBy(() -> untilAnswered("a", "one", failing)).hasMessageContaining("no store");
    assertThat(untilAnswered("a", "one", () -> "now")).isEqualTo("now");
  }

  @Test
  void slowStoresOfOneNamespaceHoldNobodyElseAndNoMoreThanSomeOfItsOwn() {
    for (int i = 0; i < 20; i++) {
      asksInVain("tenant", "slow " + i);
    }

    assertThat(asked).hasValue(StoreQuestions.AT_ONCE);
    assertThat(questions.<String>ask(site("other"), "one", () -> "yes")).isEqualTo("yes");
    gate.countDown();
    assertThat(untilAnswered("tenant", "more", () -> "yes")).isEqualTo("yes");
  }

  @Test
  void whoIsBehindQuickOnesGetsItsTurnWithoutComingAgain() throws Exception {
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch together = new CountDownLatch(4 * StoreQuestions.AT_ONCE);
      for (int i = 0; i < 4 * StoreQuestions.AT_ONCE; i++) {
        String what = "quick " + i;
        answers.add(
            many.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return questions.<String>ask(site("a"), what, () -> what);
                }));
      }
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).get()).isEqualTo("quick " + i);
    }
  }
}
