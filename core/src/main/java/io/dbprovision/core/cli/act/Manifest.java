package io.dbprovision.core.cli.act;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.NewObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Objects as people write them, in the usual order. */
public final class Manifest {
  private Manifest() {}

  public static Map<String, Object> of(NewObject object) {
    Map<String, Object> manifest = head(object.key(), object.labels(), object.annotations());
    manifest.put("spec", new TreeMap<>(object.spec()));
    return manifest;
  }

  /** Only what is to be set on an object that is there: for a server-side apply. */
  public static Map<String, Object> annotations(
      ResourceKey object, Map<String, String> annotations) {
    return head(object, Map.of(), annotations);
  }

  private static Map<String, Object> head(
      ResourceKey key, Map<String, String> labels, Map<String, String> annotations) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", key.name());
    if (!key.namespace().isEmpty()) {
      metadata.put("namespace", key.namespace());
    }
    if (!labels.isEmpty()) {
      metadata.put("labels", new TreeMap<>(labels));
    }
    if (!annotations.isEmpty()) {
      metadata.put("annotations", new TreeMap<>(annotations));
    }
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("apiVersion", key.kind().apiVersion());
    manifest.put("kind", key.kind().name());
    manifest.put("metadata", metadata);
    return manifest;
  }
}
