package io.dbprovision.distribution.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what an object's conditions say against a field. */
final class Refusals {
  /**
   * With these it waits for something, is about to change, or did what the field says: no answer.
   */
  private static final Set<String> PASSING =
      Set.of(
          "DependencyNotReady",
          "Unreachable",
          "Timeout",
          "InternalError",
          "Creating",
          "InitSQLFailed");

  private Refusals() {}

  /** Null when nothing is said of this very generation of the object and this field. */
  static @Nullable Verdict of(String field, Object value, JsonNode object) {
    JsonNode synced = Stage.condition(object, "Synced");
    boolean fresh =
        synced.path("observedGeneration").asLong() == object.at("/metadata/generation").asLong();
    String reason = synced.path("reason").asText();
    if (!fresh || !synced.path("status").asText().equals("False") || PASSING.contains(reason)) {
      return null;
    }
    if (reason.equals("DriftDetected")) {
      return immutable(field, value, object) ? new Verdict.Immutable() : null;
    }
    String message = synced.path("message").asText();
    if (names(field).stream().noneMatch(message::contains)) {
      return null;
    }
    return reason.equals("InvalidSpec")
            && (message.contains(" was changed: ") || message.contains("make it anew"))
        ? new Verdict.Immutable()
        : new Verdict.NotSupported(reason);
  }

  private static boolean immutable(String field, Object value, JsonNode object) {
    String last = field.substring(field.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    for (JsonNode diff : object.at("/status/drift/diffs")) {
      boolean named = diff.path("field").asText().toLowerCase(Locale.ROOT).contains(last);
      // the server has other names for some
      if (diff.path("immutable").asBoolean()
          && (named || diff.path("expected").asText().equals(value))) {
        return true;
      }
    }
    return false;
  }

  /** The field and the blocks it is in, as a message begins with them. */
  private static List<String> names(String field) {
    List<String> names = new ArrayList<>();
    String name = field.replace("[]", "[0]");
    while (name.indexOf('.') >= 0) {
      names.add(name + ":");
      names.add(name + "[0]");
      name = name.substring(0, name.lastIndexOf('.'));
    }
    return names;
  }
}
