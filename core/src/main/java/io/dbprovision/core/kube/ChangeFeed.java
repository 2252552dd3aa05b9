package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands changes on to the listeners in order, from one thread, outside the cache's lock. */
final class ChangeFeed implements Resources.Listener {
  private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);

  private final List<Resources.Listener> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService thread;

  /**
   * @param thread a single thread, or the order is lost
   */
  ChangeFeed(ExecutorService thread) {
    this.thread = thread;
  }

  /** Who is told of changes that matter to nobody. */
  static final class Nobody implements Resources.Listener {
    @Override
    public void changed(CustomResource now) {}

    @Override
    public void written(CustomResource now) {}

    @Override
    public void deleted(CustomResource last) {}
  }

  void subscribe(Resources.Listener listener) {
    listeners.add(listener);
  }

  @Override
  public void changed(CustomResource now) {
    tell(listener -> listener.changed(now));
  }

  @Override
  public void written(CustomResource now) {
    tell(listener -> listener.written(now));
  }

  @Override
  public void deleted(CustomResource last) {
    tell(listener -> listener.deleted(last));
  }

  private void tell(Consumer<Resources.Listener> news) {
    if (listeners.isEmpty()) {
      return;
    }
    try {
      thread.execute(() -> listeners.forEach(listener -> tellOne(listener, news)));
    } catch (RejectedExecutionException closing) {
      log.debug("a change was not told: the caches are closed");
    }
  }

  private static void tellOne(Resources.Listener listener, Consumer<Resources.Listener> news) {
    try {
      news.accept(listener);
    } catch (RuntimeException e) {
      log.error("a listener failed on a change; the others go on", e);
    }
  }
}
