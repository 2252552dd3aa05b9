package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.digest.Sha256;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an object's desired state is made of, as hashes kept in its status: one over the manifest,
 * one over what it refers to, and beside them the policy that was in force. As long as the first is
 * the same, a difference on the server is drift; when it changes, it is work. How drift and
 * deletion are dealt with is no part of the desired state.
 */
final class Inputs {
  static final String FIELD = "appliedInputs";

  /** The one hash over everything, policies and annotations too, that earlier versions wrote. */
  private static final String SECOND_FORM = "2:";

  private static final String THIRD_FORM = "3:";
  private static final Set<String> POLICIES =
      Set.of("driftPolicy", "deletionPolicy", "deletionProtection");

  private final Request request;
  private final String policy;
  private final String recorded;

  Inputs(Request request, DriftPolicy inForce) {
    this.request = request;
    this.policy =
        inForce.mode().name().toLowerCase(Locale.ROOT)
            + (request.resource().metadata().flagged(Keys.ALLOW_DESTRUCTIVE_DRIFT)
                ? "+destructive"
                : "");
    this.recorded = request.resource().status().text(FIELD, "");
  }

  /**
   * What is not as it was when the object was last brought in line.
   *
   * @param manifest whether it asks for something else, or never was applied
   * @param references whether what it refers to became another
   */
  record Difference(boolean manifest, boolean references) {
    boolean any() {
      return manifest || references;
    }
  }

  /** Whether anything but the policy is not as it was, whatever that was and is. */
  static boolean changed(Request request, String references, String earlier) {
    DriftPolicy any = new DriftPolicy(DriftPolicy.Mode.DETECT, Duration.ZERO);
    return new Inputs(request, any).since(references, earlier).any();
  }

  /**
   * @param references as {@link Intent#inputs} tells them
   * @param earlier as earlier versions told them
   */
  Difference since(String references, String earlier) {
    if (recorded.startsWith(THIRD_FORM)) {
      String[] parts = (recorded + ":::").split(":", -1);
      return new Difference(!parts[1].equals(manifest()), !parts[2].equals(referred(references)));
    }
    // a hash of an earlier form goes on until something changes: an upgrade is no reason to work
    boolean exact = recorded.startsWith(SECOND_FORM);
    String before = (exact ? SECOND_FORM : "") + digest(everything(earlier, exact));
    boolean changed = !recorded.equals(before);
    return new Difference(changed, changed);
  }

  /** Whether drift was dealt with otherwise then; earlier versions did not tell. */
  boolean policyChanged() {
    return recorded.startsWith(THIRD_FORM) && !recorded.endsWith(":" + policy);
  }

  /** To be kept once the object is in line. */
  String record(String references) {
    return THIRD_FORM + manifest() + ":" + referred(references) + ":" + policy;
  }

  private String manifest() {
    StringBuilder text = new StringBuilder();
    CustomResource resource = request.resource();
    Map<String, Object> spec = new HashMap<>(resource.spec().values());
    spec.keySet().removeAll(POLICIES);
    append(text, spec, true);
    append(text, request.instance().spec().object("resourceTracking").values(), true);
    append(text, request.server().endpoint().options().values(), true);
    append(text, release(request.server().info().version()), true);
    return digest(text.toString());
  }

  /** The token of a rotation asks for another password, and for nothing else. */
  private String referred(String references) {
    return digest(
        request
            .resource()
            .metadata()
            .annotation(Keys.ROTATE_PASSWORD)
            .map(token -> references + " for " + token)
            .orElse(references));
  }

  /** Without its last part, {@code 16.4} is {@code 16}: only that may bring something new. */
  static String release(String version) {
    String number = version.strip().split("[^0-9.]", 2)[0];
    int last = number.lastIndexOf('.');
    return last < 0 ? number : number.substring(0, last);
  }

  private static String digest(String text) {
    return Sha256.hex(text).substring(0, 32);
  }

  private String everything(String references, boolean exact) {
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
