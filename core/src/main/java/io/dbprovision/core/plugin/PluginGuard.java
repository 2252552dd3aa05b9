package io.dbprovision.core.plugin;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The one gate into a plugin: every call runs on a lane, under the plugin's context class loader,
 * with a deadline, is timed, and fails with nothing but {@link EngineException}.
 */
final class PluginGuard {
  private final PluginInfo plugin;
  private final ClassLoader loader;
  private final PluginObserver observer;
  private final Deadlines deadlines;

  PluginGuard(PluginInfo plugin, ClassLoader loader, PluginObserver observer, Deadlines deadlines) {
    this.plugin = plugin;
    this.loader = loader;
    this.observer = observer;
    this.deadlines = deadlines;
  }

  PluginInfo plugin() {
    return plugin;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /**
   * @param operation for people and metrics, such as {@code Databases.plan}
   * @throws EngineException as thrown by the plugin; INTERNAL for anything else it throws, and for
   *     a null result
   */
  <T> T call(CallLane lane, String operation, Duration deadline, Callable<T> body) {
    long start = System.nanoTime();
    @Nullable ErrorKind failure = null;
    try {
      T result = lane.call(deadline, () -> inside(body));
      if (result == null) {
        throw nothing(operation);
      }
      return result;
    } catch (EngineException e) {
      failure = e.kind();
      throw e;
    } catch (ExecutionException e) {
      EngineException mapped = mapped(operation, e.getCause());
      failure = mapped.kind();
      throw mapped;
    } finally {
      observer.call(plugin.id(), operation, Duration.ofNanos(System.nanoTime() - start), failure);
    }
  }

  /**
   * Runs a call where it is made, for bytes on their way: without a thread of its own, a deadline
   * or a word to the observer. Whoever makes it has a deadline for all of them.
   *
   * @throws EngineException as {@link #call}
   * @throws IOException as thrown by the plugin
   */
  <T> T stream(String operation, Callable<T> body) throws IOException {
    try {
      return inside(body);
    } catch (EngineException | IOException e) {
      throw e;
    } catch (Throwable e) {
      throw mapped(operation, e);
    }
  }

  /**
   * {@link #stream} for calls that have no {@link IOException} by contract, nor null for an answer.
   */
  <T> T here(String operation, Callable<T> body) {
    try {
      T result = stream(operation, body);
      if (result == null) {
        throw nothing(operation);
      }
      return result;
    } catch (IOException e) {
      throw mapped(operation, e);
    }
  }

  /** {@link #here} for what must not throw: a failure is told to the observer only. */
  void quietly(String operation, Callable<Boolean> body) {
    try {
      here(operation, body);
    } catch (EngineException e) {
      observer.call(plugin.id(), operation, Duration.ZERO, e.kind());
    }
  }

  /** {@link #call} for what must not throw, and is waited for by an interrupted thread, too. */
  void quietly(CallLane lane, String operation, Duration deadline, Callable<Boolean> body) {
    boolean interrupted = Thread.interrupted();
    try {
      call(lane, operation, deadline, body);
    } catch (EngineException e) {
      // the observer has been told; nobody else could do anything about it
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private EngineException nothing(String operation) {
    return EngineException.of(
        ErrorKind.INTERNAL, "plugin " + plugin + " answered " + operation + " with nothing");
  }

  private <T> T inside(Callable<T> body) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return body.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  // the text of an unexpected exception may hold anything, a secret too: only its type is told
  private EngineException mapped(String operation, @Nullable Throwable thrown) {
    if (thrown instanceof EngineException known) {
      return known;
    }
    String type = thrown == null ? "nothing" : thrown.getClass().getName();
    EngineException internal =
        EngineException.of(
            ErrorKind.INTERNAL, "plugin " + plugin + " failed in " + operation + ": " + type);
    return thrown == null ? internal : internal.causedBy(thrown);
  }
}
