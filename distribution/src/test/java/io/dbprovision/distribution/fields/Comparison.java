package io.dbprovision.distribution.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A trial of two objects that are made once each: one has the first value, one the second. */
final class Comparison {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private Comparison() {}

  static Verdict of(Trial trial, Stage one, Stage other) {
    try {
      if (!Stage.happens(PATIENCE, () -> sees(trial, one, trial.firstSeen()))) {
        return broken(trial, one, trial.firstSeen());
      }
      AtomicReference<@Nullable Verdict> said = new AtomicReference<>();
      boolean found =
          Stage.happens(
              PATIENCE,
              () -> {
                // asked first: what ends between the two questions must not count as said against
                // a field whose effect had not been looked for yet
                @Nullable Verdict answer = answer(trial, other);
                boolean seen = sees(trial, other, trial.secondSeen());
                said.set(seen ? new Verdict.Works() : answer);
                return said.get() != null;
              });
      Verdict verdict = said.get();
      return found && verdict != null ? verdict : broken(trial, other, trial.secondSeen());
    } catch (RuntimeException | AssertionError e) {
      return new Verdict.Broken(String.valueOf(e));
    }
  }

  private static boolean sees(Trial trial, Stage stage, String wanted) {
    return trial.look().at(stage).equals(stage.say(wanted));
  }

  private static Verdict broken(Trial trial, Stage stage, String wanted) {
    JsonNode object = stage.object();
    return new Verdict.Broken(
        "%s: expected <%s>, saw <%s>: %s %s"
            .formatted(
                stage.name(),
                stage.say(wanted),
                trial.look().at(stage),
                object.path("spec"),
                object.path("status")));
  }

  /** What the object says against the field once it is done with; null when nothing. */
  private static @Nullable Verdict answer(Trial trial, Stage stage) {
    JsonNode object = stage.object();
    String phase = object.at("/status/phase").asText();
    if (phase.equals("Completed")) {
      return warned(trial.field(), object) ? new Verdict.Warned() : null;
    }
    return phase.equals("Failed") ? Refusals.of(trial.field(), trial.second(), object) : null;
  }

  private static boolean warned(String field, JsonNode object) {
    for (JsonNode warning : object.at("/status/warnings")) {
      if (warning.asText().contains(field)) {
        return true;
      }
    }
    return false;
  }
}
