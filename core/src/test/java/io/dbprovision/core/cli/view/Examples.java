package io.dbprovision.core.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Statuses as an operator writes them. */
public final class Examples {
  private Examples() {}

  public static Map<String, Object> condition(
      String type, boolean status, String reason, String message) {
    return Map.of(
        "type",
        type,
        "status",
        status ? "True" : "False",
        "reason",
        reason,
        "message",
        message,
        "lastTransitionTime",
        "2026-11-22T12:05:00Z");
  }

  public static Map<String, Object> ready() {
    return Map.of(
        "phase",
        "Ready",
        "observedGeneration",
        1,
        "conditions",
        List.of(
            condition("Synced", true, "ReconcileSuccess", "all is well"),
            condition("Ready", true, "ReconcileSuccess", "all is well")));
  }

  /** Ready all the same. */
  public static Map<String, Object> odd(String reason, String message) {
    return Map.of(
        "phase",
        "Ready",
        "conditions",
        List.of(
            condition("Ready", true, "ReconcileSuccess", ""),
            condition("Synced", false, reason, reason + ": " + message)));
  }

  public static Map<String, Object> failed(String reason, String message) {
    return not("Failed", "ReconcileFailed", reason, message);
  }

  public static Map<String, Object> waiting(String reason, String message) {
    return not("Pending", "Reconciling", reason, message);
  }

  private static Map<String, Object> not(
      String phase, String general, String reason, String message) {
    List<Object> conditions = new ArrayList<>();
    conditions.add(condition("Ready", false, general, reason + ": " + message));
    conditions.add(condition("Synced", false, reason, reason + ": " + message));
    return Map.of("phase", phase, "conditions", conditions);
  }

  public static Map<String, Object> ref(String field, String name) {
    return Map.of(field, Map.of("name", name));
  }
}
