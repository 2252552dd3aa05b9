package io.dbprovision.core.cli.view;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.status.Gates;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same tree for programs. Fields may come, and none goes. */
public final class TreeData {
  private TreeData() {}

  /**
   * @param notes what is not among them, and why
   */
  public static Map<String, Object> of(
      Collection<Node> roots, Totals totals, List<String> notes, Instant now) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("summary", totals.data());
    data.put("notes", notes);
    data.put("objects", roots.stream().map(node -> node(node, now)).toList());
    return data;
  }

  private static Map<String, Object> node(Node node, Instant now) {
    State state = node.state();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("kind", node.key().kind().name());
    if (!node.key().namespace().isEmpty()) {
      data.put("namespace", node.key().namespace());
    }
    data.put("name", node.key().name());
    data.put("found", node.object().isPresent());
    data.put("ready", state.ready());
    data.put("health", state.health().word());
    data.put("reason", state.reason());
    data.put("message", state.message());
    if (state.since() != null) {
      data.put("since", state.since().toString());
    }
    node.object().ifPresent(object -> object(object, data, now));
    data.put("children", node.children().stream().map(child -> node(child, now)).toList());
    return data;
  }

  private static void object(CustomResource object, Map<String, Object> data, Instant now) {
    object.status().text("phase").ifPresent(phase -> data.put("phase", phase));
    data.put("details", Facts.of(object, now));
    Instant created = object.metadata().created();
    if (created != null) {
      data.put("created", created.toString());
    }
    data.put("deleting", object.deleting());
    data.put("paused", Gates.paused(object));
    Fields drift = object.status().object("drift");
    if (drift.has("detected")) {
      data.put("drift", drift.flag("detected", false));
    }
  }
}
