package io.dbprovision.core.backup.work;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.stream.EncryptionKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errands as JSON-like maps; those that wrap keys hold secrets. */
final class ErrandJson {
  private static final String TYPE = "type";
  private static final String PATH = "path";
  private static final String PREFIX = "prefix";
  private static final String KNOWN = "known";
  private static final String KEY = "key";

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
      case Errand.Rewrap rewrap -> {
        json.put(TYPE, "rewrap");
        json.put(PATH, rewrap.path());
        json.put(KNOWN, rewrap.known().stream().map(ErrandJson::text).toList());
        json.put(KEY, text(rewrap.now()));
      }
      case Errand.Retire retire -> {
        json.put(TYPE, "retire");
        json.put(PATH, retire.path());
        json.put(KEY, text(retire.now()));
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
      case "rewrap" ->
          new Errand.Rewrap(
              AccessJson.required(json, PATH),
              json.texts(KNOWN).stream().map(ErrandJson::key).toList(),
              key(AccessJson.required(json, KEY)));
      case "retire" ->
          new Errand.Retire(AccessJson.required(json, PATH), key(AccessJson.required(json, KEY)));
      case "clean" -> new Errand.Clean(AccessJson.required(json, PATH), time(json));
      default -> throw new IllegalArgumentException("no errand is a " + type);
    };
  }

  private static String text(EncryptionKey key) {
    return Base64.getEncoder().encodeToString(key.reveal());
  }

  private static EncryptionKey key(String text) {
    return EncryptionKey.of(Base64.getDecoder().decode(text));
  }

  private static Instant time(Fields json) {
    try {
      return Instant.parse(AccessJson.required(json, "before"));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time", e);
    }
  }
}
