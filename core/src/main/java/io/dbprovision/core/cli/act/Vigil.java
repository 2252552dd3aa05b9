package io.dbprovision.core.cli.act;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.Amounts;
import io.dbprovision.core.kube.Cluster;
import io.dbprovision.core.kube.KubeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Waits for objects, and says whenever one of them has come further. For one thread. */
public final class Vigil {
  private static final Duration EACH = Duration.ofSeconds(1);

  /** How it ended. */
  public enum Ending {
    REACHED,
    /** At least one will not come to it, however long one waits. */
    FAILED,
    TIMED_OUT
  }

  private final Cluster cluster;
  private final InstantSource clock;
  private final Pause pause;
  private final Consumer<String> lines;
  private final Map<ResourceKey, String> told = new HashMap<>();

  /**
   * @param lines takes one line of progress for people
   */
  public Vigil(Cluster cluster, InstantSource clock, Pause pause, Consumer<String> lines) {
    this.cluster = cluster;
    this.clock = clock;
    this.pause = pause;
    this.lines = lines;
  }

  /**
   * @throws KubeException when the API server refuses to tell; one that does not answer is asked
   *     again
   */
  public Ending keep(Map<ResourceKey, Goal> goals, Duration most) throws InterruptedException {
    Instant began = clock.instant();
    Map<ResourceKey, Goal> open = new LinkedHashMap<>(goals);
    boolean failed = false;
    while (true) {
      for (Map.Entry<ResourceKey, Goal> one : goals.entrySet()) {
        if (!open.containsKey(one.getKey())) {
          continue;
        }
        Stage stage = look(one.getKey(), one.getValue());
        tell(one.getKey(), stage.text(), began);
        if (!(stage instanceof Stage.Going)) {
          open.remove(one.getKey());
          failed |= stage instanceof Stage.Failed;
        }
      }
      if (open.isEmpty()) {
        return failed ? Ending.FAILED : Ending.REACHED;
      }
      if (!clock.instant().plus(EACH).isBefore(began.plus(most))) {
        open.keySet()
            .forEach(
                key ->
                    lines.accept(
                        "after %s %s is not there yet".formatted(Amounts.span(most), key)));
        return failed ? Ending.FAILED : Ending.TIMED_OUT;
      }
      pause.of(EACH);
    }
  }

  private Stage look(ResourceKey key, Goal goal) {
    try {
      return goal.look(cluster.find(key));
    } catch (KubeException e) {
      if (e.kind() != KubeException.Kind.UNAVAILABLE) {
        throw e;
      }
      return new Stage.Going("the API server does not answer, and is asked again");
    }
  }

  private void tell(ResourceKey key, String text, Instant began) {
    if (!text.equals(told.put(key, text))) {
      lines.accept("%4s  %s: %s".formatted(Amounts.age(began, clock.instant()), key, text));
    }
  }
}
