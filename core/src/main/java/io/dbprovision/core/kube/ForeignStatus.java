package io.dbprovision.core.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Status fields that another manager has written, an earlier operator for example. Server-side
 * apply would leave them standing beside ours for ever, so they are taken over once: its entries in
 * managedFields become ours, and the next apply removes what it does not name. Thread-safe.
 */
final class ForeignStatus {
  private final Set<String> uids = ConcurrentHashMap.newKeySet();

  /** Notes whether the object needs it, while its managedFields are at hand. */
  void look(GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    if (Views.orEmpty(meta.getManagedFields()).stream().anyMatch(ForeignStatus::foreign)) {
      uids.add(meta.getUid());
    } else {
      uids.remove(meta.getUid());
    }
  }

  boolean in(String uid) {
    return uids.contains(uid);
  }

  void forget(String uid) {
    uids.remove(uid);
  }

  /** Makes every status field ours, provided that the object is still the one that was read. */
  Patch takeOver(GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    List<ManagedFieldsEntry> entries = new ArrayList<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (ManagedFieldsEntry entry : Views.orEmpty(meta.getManagedFields())) {
      if (!"status".equals(entry.getSubresource())) {
        entries.add(entry);
      } else if (entry.getFieldsV1() != null) {
        Object status = entry.getFieldsV1().getAdditionalProperties().get("f:status");
        fields.put("f:status", union(fields.get("f:status"), status));
      }
    }
    Map<String, Object> ours = new LinkedHashMap<>();
    ours.put("manager", Patch.FIELD_MANAGER);
    ours.put("operation", "Apply");
    ours.put("subresource", "status");
    ours.put("apiVersion", object.getApiVersion());
    ours.put("fieldsType", "FieldsV1");
    ours.put("fieldsV1", fields);
    List<Object> all = new ArrayList<>(entries);
    all.add(ours);
    return Patch.json(
        List.of(
            Patch.test("/metadata/uid", meta.getUid()),
            Patch.replace("/metadata/managedFields", all),
            Patch.replace("/metadata/resourceVersion", meta.getResourceVersion())));
  }

  private static boolean foreign(ManagedFieldsEntry entry) {
    return "status".equals(entry.getSubresource())
        && !(Patch.FIELD_MANAGER.equals(entry.getManager())
            && "Apply".equals(entry.getOperation()));
  }

  private static Object union(@Nullable Object one, @Nullable Object other) {
    Map<Object, Object> result = new LinkedHashMap<>();
    if (one instanceof Map<?, ?> fields) {
      result.putAll(fields);
    }
    if (other instanceof Map<?, ?> fields) {
      fields.forEach((key, value) -> result.put(key, union(result.get(key), value)));
    }
    return result;
  }
}
