package io.dbprovision.core.cli.support;

import io.dbprovision.core.api.Keys;
import io.dbprovision.core.observability.Redaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes out of objects whatever may be secret. Statements, templates and other people's annotations
 * may hold anything, so only their size is kept; of all other texts what looks like a password.
 */
final class Scrubber {
  /** Whose content is the user's own text, wherever they are in an object. */
  private static final Set<String> OWN_TEXT =
      Set.of("inline", "secretTemplate", "managedFields", "configParameters", "options");

  /** What a field is called that may hold a secret, when it is no reference and no name of one. */
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(password|passwd|passphrase|token|credential|secret|privatekey|accesskey).*");

  /** What the operator and its users exchange about a thing; none of it opens anything. */
  private static final Set<String> HARMLESS =
      Set.of(Keys.ROTATE_PASSWORD, Keys.ROTATED_AT, Keys.ROTATED_FOR);

  private Scrubber() {}

  /** The object, or a list of objects, without what may be secret. */
  static Object scrubbed(Object value) {
    return switch (value) {
      case Map<?, ?> map -> map(map);
      case List<?> list ->
          list.stream().map(entry -> entry == null ? "" : scrubbed(entry)).toList();
      case String text -> Redaction.redact(text);
      default -> value;
    };
  }

  static String scrubbed(String text) {
    return Redaction.redact(text);
  }

  private static Map<String, Object> map(Map<?, ?> map) {
    Map<String, Object> rest = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (value != null) {
            rest.put(
                name,
                name.equals("annotations") && value instanceof Map<?, ?> annotations
                    ? annotations(annotations)
                    : field(name, value));
          }
        });
    return rest;
  }

  private static Object field(String name, Object value) {
    if (OWN_TEXT.contains(name)) {
      return leftOut(value);
    }
    boolean text = value instanceof String;
    String lower = name.toLowerCase(Locale.ROOT);
    return text && SECRET.matcher(lower).matches() && !names(lower)
        ? leftOut(value)
        : scrubbed(value);
  }

  /** Such as {@code secretName}: which one it is, and not what is in it. */
  private static boolean names(String field) {
    return field.endsWith("name")
        || field.endsWith("namespace")
        || (field.endsWith("key") && !field.endsWith("accesskey") && !field.endsWith("privatekey"));
  }

  /** Other people's tools put anything there, such as the whole manifest. */
  private static Map<String, Object> annotations(Map<?, ?> annotations) {
    Map<String, Object> rest = new LinkedHashMap<>();
    annotations.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          boolean ours =
              name.startsWith(Keys.PREFIX)
                  && (HARMLESS.contains(name) || !name.contains("password"));
          rest.put(
              name,
              ours ? Redaction.redact(String.valueOf(value)) : leftOut(String.valueOf(value)));
        });
    return rest;
  }

  private static String leftOut(Object value) {
    return switch (value) {
      case String text -> "(left out: %d characters)".formatted(text.length());
      case List<?> list -> "(left out: %d entries)".formatted(list.size());
      case Map<?, ?> map -> "(left out: %d fields)".formatted(map.size());
      default -> "(left out)";
    };
  }
}
