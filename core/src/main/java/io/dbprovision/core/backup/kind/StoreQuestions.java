package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.backup.work.StoreAccess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks stores on threads of their own. A tenant names the store, and it may answer as slowly as it
 * likes: whoever asks waits for a moment, is told {@link StillAsking}, and finds the answer when it
 * asks the same again. Of each namespace only some questions are on their way at once, so that
 * however many of its objects ask a slow store, all others are worked on. Thread-safe.
 */
final class StoreQuestions {
  /** Of one namespace. */
  static final int AT_ONCE = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** An answer that nobody came for by then is not wanted any more. */
  private static final Duration KEPT = Duration.ofSeconds(30);

  private final long patience;
  private final Map<Question, Asked> questions = new LinkedHashMap<>();

  @Inject
  StoreQuestions() {
    this(PATIENCE);
  }

  /**
   * @param patience how long one waits for an answer in all
   */
  StoreQuestions(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** The same question is asked once for all who ask it meanwhile. */
  private record Question(String namespace, StoreAccess access, String what) {}

  /** One that is on its way, or answered. Its state belongs to the lock. */
  private static final class Asked {
    final FutureTask<Object> answer;
    final long at = System.nanoTime();
    boolean over;
    long overAt;

    Asked(FutureTask<Object> answer) {
      this.answer = answer;
    }
  }

  /**
   * @param what tells it from other questions to the same place; the same question gets the same
   *     type of answer
   * @return never null
   * @throws StillAsking when there is no answer yet
   */
  // the type is the question's, and comes from the same body
  @SuppressWarnings("unchecked")
  <T> T ask(StoreSite site, String what, Callable<T> body) {
    Question question = new Question(site.namespace(), site.access(), what);
    try {
      return (T) answer(question, place(question, body));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw slow(question);
    }
  }

  private Object answer(Question question, Asked asked) throws InterruptedException {
    try {
      long left = asked.at + patience - System.nanoTime();
      Object answer = asked.answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      take(question, asked);
      return answer;
    } catch (TimeoutException e) {
      throw slow(question);
    } catch (ExecutionException e) {
      take(question, asked);
      throw switch (e.getCause()) {
        case RuntimeException known -> known;
        case Error error -> throw error;
        case null, default -> new IllegalStateException(e);
      };
    }
  }

  private synchronized <T> Asked place(Question question, Callable<T> body)
      throws InterruptedException {
    long end = System.nanoTime() + patience;
    while (true) {
      long now = System.nanoTime();
      questions.values().removeIf(old -> old.over && now - old.overAt > KEPT.toNanos());
      Asked known = questions.get(question);
      if (known != null) {
        return known;
      }
      if (onTheirWay(question.namespace()) < AT_ONCE) {
        return begin(question, body);
      }
      // who waits behind a slow one waits for nothing
      if (end - now <= 0 || slowOnes(question.namespace(), now)) {
        throw StillAsking.busy(
            "%d questions of the namespace %s to its stores are on their way, and are not answered yet"
                .formatted(AT_ONCE, question.namespace()));
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - now));
    }
  }

  private <T> Asked begin(Question question, Callable<T> body) {
    Asked asked = new Asked(new FutureTask<>(body::call));
    questions.put(question, asked);
    Thread.ofVirtual()
        .name("question to " + question.access().name())
        .start(
            () -> {
              asked.answer.run();
              answered(asked);
            });
    return asked;
  }

  private synchronized void answered(Asked asked) {
    asked.over = true;
    asked.overAt = System.nanoTime();
    notifyAll();
  }

  private synchronized void take(Question question, Asked asked) {
    questions.remove(question, asked);
    notifyAll();
  }

  private long onTheirWay(String namespace) {
    return questions.keySet().stream().filter(one -> one.namespace().equals(namespace)).count();
  }

  private boolean slowOnes(String namespace, long now) {
    return questions.entrySet().stream()
        .filter(entry -> entry.getKey().namespace().equals(namespace))
        .anyMatch(entry -> !entry.getValue().over && now - entry.getValue().at > patience);
  }

  private static StillAsking slow(Question question) {
    return StillAsking.busy(
        "the store %s has not answered yet".formatted(question.access().name()));
  }
}
