package io.dbprovision.core.status;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A status under construction: it starts as what is there, blocks are replaced whole, conditions by
 * type. Used by one thread.
 */
public final class StatusDraft {
  private final CustomResource resource;
  private final Instant now;
  private final Map<String, Object> blocks;
  private final Map<String, Map<String, Object>> conditions = new LinkedHashMap<>();

  public StatusDraft(CustomResource resource, Instant now) {
    this.resource = resource;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    this.blocks = new LinkedHashMap<>(resource.status().values());
    blocks.remove("conditions");
    List<String> grandfathered = Grandfathered.namespaces(resource);
    set(Grandfathered.FIELD, grandfathered.isEmpty() ? null : grandfathered);
    for (Fields condition : resource.status().objects("conditions")) {
      conditions.put(condition.text("type", ""), condition.values());
    }
  }

  public CustomResource resource() {
    return resource;
  }

  public Instant now() {
    return now;
  }

  public StatusDraft phase(Phase phase) {
    return set("phase", phase.toString());
  }

  /** The one sentence of {@code status.message}. */
  public StatusDraft message(String message) {
    return set("message", message);
  }

  /** Replaces a block; null removes it. Values are what JSON has. */
  public StatusDraft set(String key, @Nullable Object value) {
    if (value == null) {
      blocks.remove(key);
    } else {
      blocks.put(key, value);
    }
    return this;
  }

  public Fields block(String key) {
    return Fields.of(blocks).object(key);
  }

  /** Nothing is said of that any more. */
  public StatusDraft without(String type) {
    conditions.remove(type);
    return this;
  }

  /** The transition time moves only when the condition's status does. */
  public StatusDraft condition(String type, boolean status, String reason, String message) {
    Fields before = Fields.of(conditions.getOrDefault(type, Map.of()));
    String value = status ? "True" : "False";
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("type", type);
    condition.put("status", value);
    condition.put("reason", reason);
    condition.put("message", clipped(message));
    condition.put("observedGeneration", resource.metadata().generation());
    condition.put(
        "lastTransitionTime",
        value.equals(before.text("status", ""))
            ? before.text("lastTransitionTime", now.toString())
            : now.toString());
    conditions.put(type, condition);
    return this;
  }

  /** Has a further condition say what another one says; does nothing while that one is not set. */
  public StatusDraft repeat(String type, String as) {
    Fields said = Fields.of(conditions.getOrDefault(type, Map.of()));
    return said.isEmpty()
        ? this
        : condition(
            as,
            said.text("status", "").equals("True"),
            said.text("reason", ""),
            said.text("message", ""));
  }

  /** The whole status as it would be sent. */
  public Map<String, Object> build() {
    Map<String, Object> status = new LinkedHashMap<>(blocks);
    status.put("observedGeneration", resource.metadata().generation());
    List<Object> list = new ArrayList<>(conditions.values());
    if (!list.isEmpty()) {
      status.put("conditions", list);
    }
    return status;
  }

  /** The schema's own bound on a condition's message. */
  private static String clipped(String message) {
    String text = Objects.requireNonNullElse(message, "");
    return text.length() <= 32_768 ? text : text.substring(0, 32_767) + "…";
  }
}
