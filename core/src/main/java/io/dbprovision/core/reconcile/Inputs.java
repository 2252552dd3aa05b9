package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.digest.Sha256;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One hash over everything that an object's desired state is made of. As long as it is the same, a
 * difference on the server is drift; when it changes, it is work.
 */
final class Inputs {
  private Inputs() {}

  /** In front of hashes in which the keys of maps have their length before them, too. */
  private static final String SECOND_FORM = "2:";

  /** Whether the object was brought in line with these very inputs. */
  static boolean applied(Request request, String references) {
    String recorded = request.resource().status().text("appliedInputs", "");
    // a hash of the first form goes on until something changes: an upgrade is no reason to work
    return recorded.equals(
        recorded.startsWith(SECOND_FORM)
            ? hash(request, references)
            : digest(text(request, references, false)));
  }

  static String hash(Request request, String references) {
    return SECOND_FORM + digest(text(request, references, true));
  }

  private static String digest(String text) {
    return Sha256.hex(text).substring(0, 32);
  }

  private static String text(Request request, String references, boolean exact) {
    StringBuilder text = new StringBuilder();
    CustomResource resource = request.resource();
    append(text, resource.spec().values(), exact);
    Map<String, String> annotations = new TreeMap<>(resource.metadata().annotations());
    annotations.keySet().removeIf(key -> !key.startsWith(CustomKind.GROUP));
    append(text, annotations, exact);
    append(text, request.instance().spec().object("resourceTracking").values(), exact);
    append(text, request.server().endpoint().options().values(), exact);
    append(text, request.server().info().version(), exact);
    append(text, references, exact);
    return text.toString();
  }

  /**
   * @param exact so that no two values are written alike; without it as the first form was
   */
  static void append(StringBuilder text, Object value, boolean exact) {
    switch (value) {
      case Map<?, ?> map -> {
        text.append('{');
        map.entrySet().stream()
            .sorted((a, b) -> String.valueOf(a.getKey()).compareTo(String.valueOf(b.getKey())))
            .forEach(
                entry -> {
                  String key = String.valueOf(entry.getKey());
                  text.append(exact ? key.length() + ":" : "").append(key).append('=');
                  append(text, entry.getValue(), exact);
                });
        text.append('}');
      }
      case List<?> list -> {
        text.append('[');
        list.forEach(item -> append(text, item, exact));
        text.append(']');
      }
      default -> {
        text.append(exact && !(value instanceof String) ? "#" : "");
        text.append(value.toString().length()).append(':').append(value).append(';');
      }
    }
  }
}
