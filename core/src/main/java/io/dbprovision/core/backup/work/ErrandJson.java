package io.dbprovision.core.backup.work;

import io.dbprovision.core.api.Fields;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errands as JSON-like maps. */
final class ErrandJson {
  private static final String TYPE = "type";
  private static final String PATH = "path";
  private static final String PREFIX = "prefix";

  private ErrandJson() {}

  static Map<String, Object> write(Errand errand) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (errand) {
      case Errand.Check _ -> json.put(TYPE, "check");
      case Errand.Look look -> {
        json.put(TYPE, "look");
        json.put(PATH, look.path());
        json.put(PREFIX, look.prefix());
      }
      case Errand.Remove remove -> {
        json.put(TYPE, "remove");
        json.put(PATH, remove.path());
        json.put(PREFIX, remove.prefix());
        json.put("uid", remove.uid());
      }
      case Errand.Clean clean -> {
        json.put(TYPE, "clean");
        json.put(PATH, clean.path());
        json.put("before", clean.before().toString());
      }
    }
    return json;
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  static Errand read(Fields json) {
    String type = AccessJson.required(json, TYPE);
    return switch (type) {
      case "check" -> new Errand.Check();
      case "look" -> new Errand.Look(json.text(PATH, ""), json.text(PREFIX, ""));
      case "remove" ->
          new Errand.Remove(
              AccessJson.required(json, PATH),
              json.text(PREFIX, ""),
              AccessJson.required(json, "uid"));
      case "clean" -> new Errand.Clean(AccessJson.required(json, PATH), time(json));
      default -> throw new IllegalArgumentException("no errand is a " + type);
    };
  }

  private static Instant time(Fields json) {
    try {
      return Instant.parse(AccessJson.required(json, "before"));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time", e);
    }
  }
}
