package io.dbprovision.core.backup.work;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Workers that do nothing: a test says what becomes of each work. */
public final class FakeWorkers implements Workers {
  private final Map<String, Work> works = new LinkedHashMap<>();
  private final Map<String, WorkTerms> terms = new LinkedHashMap<>();
  private final Map<String, WorkState> states = new LinkedHashMap<>();
  private final List<String> cancelled = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private int started;
  private @Nullable EngineException refusal;

  @Override
  public void start(Work work, WorkTerms workTerms) {
    synchronized (this) {
      if (refusal != null) {
        throw refusal;
      }
      if (states.containsKey(work.id())) {
        return;
      }
      started++;
      works.put(work.id(), work);
      terms.put(work.id(), workTerms);
      states.put(work.id(), new WorkState.Running(WorkProgress.starting(Instant.EPOCH)));
    }
    tell(work.id());
  }

  @Override
  public synchronized WorkState state(String id) {
    return states.getOrDefault(id, new WorkState.Absent());
  }

  @Override
  public void cancel(String id) {
    synchronized (this) {
      cancelled.add(id);
      if (!states.containsKey(id) || state(id).isOver()) {
        return;
      }
      states.put(
          id, new WorkState.Failed(ErrorKind.INTERNAL, null, "the work was cancelled", false));
    }
    tell(id);
  }

  @Override
  public synchronized void forget(String id) {
    forgotten.add(id);
    states.remove(id);
  }

  @Override
  public void listen(Consumer<String> changed) {
    listeners.add(changed);
  }

  /** Makes the work be so, and tells it. */
  public void become(String id, WorkState state) {
    synchronized (this) {
      states.put(id, state);
    }
    tell(id);
  }

  /** Every start is refused from now on; null ends that. */
  public synchronized void refuse(@Nullable EngineException with) {
    refusal = with;
  }

  /** What was started under the id last. */
  public synchronized Optional<Work> work(String id) {
    return Optional.ofNullable(works.get(id));
  }

  public synchronized Optional<WorkTerms> terms(String id) {
    return Optional.ofNullable(terms.get(id));
  }

  /** In the order in which they were started first. */
  public synchronized List<String> ids() {
    return List.copyOf(works.keySet());
  }

  /** How many works were really started, those started anew too. */
  public synchronized int started() {
    return started;
  }

  public synchronized List<String> cancelled() {
    return List.copyOf(cancelled);
  }

  public synchronized List<String> forgotten() {
    return List.copyOf(forgotten);
  }

  private void tell(String id) {
    listeners.forEach(listener -> listener.accept(id));
  }
}
