package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One hash over everything that an object's desired state is made of. As long as it is the same, a
 * difference on the server is drift; when it changes, it is work.
 */
final class Inputs {
  private Inputs() {}

  /** Whether the object was brought in line with these very inputs. */
  static boolean applied(Request request, String references) {
    return hash(request, references).equals(request.resource().status().text("appliedInputs", ""));
  }

  static String hash(Request request, String references) {
    StringBuilder text = new StringBuilder();
    CustomResource resource = request.resource();
    append(text, resource.spec().values());
    Map<String, String> annotations = new TreeMap<>(resource.metadata().annotations());
    annotations.keySet().removeIf(key -> !key.startsWith(CustomKind.GROUP));
    append(text, annotations);
    append(text, request.instance().spec().object("resourceTracking").values());
    append(text, request.server().endpoint().options().values());
    append(text, request.server().info().version());
    append(text, references);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void append(StringBuilder text, Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        text.append('{');
        map.entrySet().stream()
            .sorted((a, b) -> String.valueOf(a.getKey()).compareTo(String.valueOf(b.getKey())))
            .forEach(
                entry -> {
                  text.append(entry.getKey()).append('=');
                  append(text, entry.getValue());
                });
        text.append('}');
      }
      case List<?> list -> {
        text.append('[');
        list.forEach(item -> append(text, item));
        text.append(']');
      }
      default -> text.append(value.toString().length()).append(':').append(value).append(';');
    }
  }
}
