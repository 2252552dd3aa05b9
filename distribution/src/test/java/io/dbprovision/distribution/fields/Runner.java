package io.dbprovision.distribution.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs trials, many at once. */
final class Runner {
  private static final int AT_ONCE = 30;

  /** Each makes up to two objects that take a worker's process. */
  private static final int COMPARED_AT_ONCE = 12;

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Site site;

  Runner(Site site) {
    this.site = site;
  }

  Map<Trial, Verdict> run(List<Trial> trials) {
    Map<Trial, Verdict> verdicts = new ConcurrentHashMap<>();
    Semaphore places = new Semaphore(AT_ONCE);
    Semaphore shelves = new Semaphore(COMPARED_AT_ONCE);
    int number = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Trial trial : trials) {
        String name = "f%03d".formatted(++number);
        threads.execute(
            () -> {
              Semaphore mine = trial.first() instanceof Exhibit ? shelves : places;
              mine.acquireUninterruptibly();
              try {
                Verdict verdict = run(trial, new Stage(site, trial.kind(), name));
                verdicts.put(trial, verdict);
                if (verdict instanceof Verdict.Broken broken) {
                  // at once: the rest may take minutes
                  System.out.println(trial + ": " + broken.why());
                }
              } finally {
                mine.release();
              }
            });
      }
    }
    return verdicts;
  }

  private static Verdict run(Trial trial, Stage stage) {
    if (trial.first() instanceof Exhibit one && trial.second() instanceof Exhibit other) {
      try {
        return Comparison.of(trial, stage.site().stage(one), stage.site().stage(other));
      } catch (RuntimeException | AssertionError e) {
        return new Verdict.Broken(String.valueOf(e));
      }
    }
    String step = "before";
    try {
      trial.setting().before().forEach(act -> act.on(stage));
      step = "with the first value";
      settle(stage, spec(trial, stage, trial.first()));
      expect(trial, stage, trial.firstSeen());
      step = "with the second value";
      Verdict verdict = change(trial, stage);
      step = "with the first value again";
      if (stage.gone()) {
        settle(stage, spec(trial, stage, trial.second()));
      }
      settle(stage, spec(trial, stage, trial.first()));
      expect(trial, stage, trial.firstSeen());
      return verdict;
    } catch (RuntimeException | AssertionError e) {
      return new Verdict.Broken(step + ": " + e + " " + evidence(stage));
    }
  }

  private static Map<String, Object> spec(Trial trial, Stage stage, Object value) {
    Map<String, Object> spec = SpecTree.parse(stage.say(trial.spec()));
    if (value instanceof Trial.Block(String block)) {
      String parent = trial.field().substring(0, trial.field().lastIndexOf('.') + 1);
      SpecTree.parse(stage.say(block))
          .forEach((key, each) -> SpecTree.set(spec, parent + key, each));
      return spec;
    }
    Object said =
        switch (value) {
          case String text when text.startsWith("{tap") -> Integer.valueOf(stage.say(text));
          case String text -> stage.say(text);
          case Trial.Yaml yaml -> SpecTree.value(stage.say(yaml.text()));
          default -> value;
        };
    SpecTree.set(spec, trial.field(), said);
    return spec;
  }

  /** Most get Ready at once; what does not has to say why. */
  private static void settle(Stage stage, Map<String, Object> spec) {
    stage.apply(spec);
    if (!Stage.happens(SOON, stage::ready)) {
      stage.await("settles", stage::settled);
    }
  }

  private static void act(Trial trial, Stage stage) {
    trial.setting().act().forEach(act -> act.on(stage));
  }

  private static void expect(Trial trial, Stage stage, String wanted) {
    act(trial, stage);
    if (!seen(trial, stage, wanted)) {
      throw new AssertionError("expected <%s>, saw <%s>".formatted(wanted, trial.look().at(stage)));
    }
    trial.setting().after().forEach(act -> act.on(stage));
  }

  private static boolean seen(Trial trial, Stage stage, String wanted) {
    String text = stage.say(wanted);
    return Stage.happens(PATIENCE, () -> trial.look().at(stage).equals(text))
        && holds(trial, stage, text);
  }

  private static boolean holds(Trial trial, Stage stage, String text) {
    return trial.setting().hold().isZero()
        || !Stage.happens(trial.setting().hold(), () -> !trial.look().at(stage).equals(text));
  }

  private static Verdict change(Trial trial, Stage stage) {
    if (stage.gone()) {
      settle(stage, spec(trial, stage, trial.first()));
    }
    try {
      stage.apply(spec(trial, stage, trial.second()));
    } catch (KubernetesClientException e) {
      if (String.valueOf(e.getMessage()).contains("immutable")) {
        return new Verdict.Immutable();
      }
      throw e;
    }
    if (!Stage.happens(SOON, () -> stage.ready() || answer(trial, stage) != null)) {
      stage.await("settles", stage::settled);
    }
    act(trial, stage);
    AtomicReference<@Nullable Verdict> said = new AtomicReference<>();
    String wanted = stage.say(trial.secondSeen());
    boolean found =
        Stage.happens(
            PATIENCE,
            () -> {
              // asked first, so that the effect was looked for after the answer was given
              @Nullable Verdict answer = answer(trial, stage);
              boolean effective = trial.look().at(stage).equals(wanted);
              said.set(effective ? null : answer);
              return effective || answer != null;
            });
    if (!found) {
      throw new AssertionError("expected <%s>, saw <%s>".formatted(wanted, trial.look().at(stage)));
    }
    Verdict refused = said.get();
    if (refused != null) {
      return refused;
    }
    if (!holds(trial, stage, wanted)) {
      throw new AssertionError("<%s> did not last".formatted(wanted));
    }
    trial.setting().after().forEach(act -> act.on(stage));
    return new Verdict.Works();
  }

  private static @Nullable Verdict answer(Trial trial, Stage stage) {
    return Refusals.of(trial.field(), trial.second(), stage.object());
  }

  private static String evidence(Stage stage) {
    try {
      JsonNode object = stage.object();
      return object.path("spec") + " " + object.path("status").path("conditions");
    } catch (RuntimeException e) {
      return String.valueOf(e);
    }
  }
}
