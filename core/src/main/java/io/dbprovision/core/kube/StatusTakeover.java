package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The first write to a status that an earlier operator left: what another manager owns would
 * otherwise stay for ever beside ours. The status is replaced, then the others' claims to it are
 * dropped; at no moment is it empty, because it is the witness of what exists on the server.
 */
final class StatusTakeover {
  private final Rest rest;
  private final Set<String> ours = ConcurrentHashMap.newKeySet();

  StatusTakeover(Rest rest) {
    this.rest = rest;
  }

  /** Asks the API server once per object that has a status already; does nothing for our own. */
  void prepare(CustomResource resource, Map<String, Object> status) {
    if (!ours.add(resource.metadata().uid()) || resource.status().isEmpty()) {
      return;
    }
    Optional<Map<String, Object>> found = rest.get(Paths.of(resource.key()));
    if (found.isEmpty() || !foreign(Fields.of(found.get()))) {
      return;
    }
    Map<String, Object> body = new LinkedHashMap<>(found.get());
    body.put("status", status);
    Map<String, Object> written = rest.put(path(resource), body);
    Fields metadata = Fields.of(written).object("metadata");
    List<Map<String, Object>> kept =
        metadata.objects("managedFields").stream()
            .filter(entry -> !entry.text("subresource", "").equals("status"))
            .map(Fields::values)
            .toList();
    rest.patch(
        path(resource),
        Rest.MERGE_PATCH,
        Map.of(
            "metadata",
            Map.of(
                "resourceVersion",
                metadata.text("resourceVersion", ""),
                "managedFields",
                kept.isEmpty() ? List.of(Map.of()) : kept)));
  }

  private static String path(CustomResource resource) {
    return Paths.of(resource.key()) + "/status?fieldManager=" + Paths.MANAGER;
  }

  private static boolean foreign(Fields object) {
    return object.object("metadata").objects("managedFields").stream()
        .filter(entry -> entry.text("subresource", "").equals("status"))
        .anyMatch(
            entry ->
                !(entry.text("manager", "").equals(Paths.MANAGER)
                    && entry.text("operation", "").equals("Apply")));
  }
}
