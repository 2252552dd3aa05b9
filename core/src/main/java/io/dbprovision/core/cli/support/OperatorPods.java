package io.dbprovision.core.cli.support;

import io.dbprovision.core.api.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What matters of an operator's pod; its environment and volumes are left out. */
final class OperatorPods {
  private OperatorPods() {}

  static Map<String, Object> summary(Fields pod) {
    Fields meta = pod.object("metadata");
    Fields status = pod.object("status");
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("namespace", meta.text("namespace", ""));
    summary.put("name", meta.text("name", ""));
    summary.put("created", meta.text("creationTimestamp", ""));
    summary.put("phase", status.text("phase", ""));
    summary.put("conditions", status.objects("conditions").stream().map(Fields::values).toList());
    summary.put(
        "containers",
        pod.object("spec").objects("containers").stream()
            .map(container -> container(container, status))
            .toList());
    return summary;
  }

  /** Whether there was one before it, whose log tells why it ended. */
  static boolean restarted(Fields pod, String container) {
    return state(pod.object("status"), container).number("restartCount", 0) > 0;
  }

  private static Map<String, Object> container(Fields container, Fields status) {
    Fields state = state(status, container.text("name", ""));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("name", container.text("name", ""));
    summary.put("image", container.text("image", ""));
    summary.put("imageID", state.text("imageID", ""));
    summary.put("args", container.texts("args"));
    summary.put("resources", container.object("resources").values());
    summary.put("restarts", state.number("restartCount", 0));
    summary.put("ready", state.flag("ready", false));
    summary.put("state", state.object("state").values());
    summary.put("lastState", state.object("lastState").values());
    return summary;
  }

  private static Fields state(Fields status, String container) {
    List<Fields> all = status.objects("containerStatuses");
    return all.stream()
        .filter(one -> one.text("name", "").equals(container))
        .findFirst()
        .orElse(Fields.empty());
  }
}
