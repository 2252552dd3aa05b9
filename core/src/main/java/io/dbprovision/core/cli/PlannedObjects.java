package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.kube.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Manifests as the objects they would be, beside those that are there. Nothing is written: every
 * method that would throw {@link UnsupportedOperationException}. For one thread.
 */
final class PlannedObjects implements Resources {
  private final Map<ResourceKey, CustomResource> objects = new LinkedHashMap<>();
  private final Map<String, Map<String, List<CustomResource>>> indexes = new HashMap<>();

  /**
   * @param all of two with one key the first one counts
   */
  PlannedObjects(Collection<CustomResource> all) {
    all.forEach(object -> objects.putIfAbsent(object.key(), object));
  }

  @Override
  public Optional<CustomResource> get(ResourceKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public Collection<CustomResource> list(CustomKind kind) {
    return objects.values().stream().filter(object -> object.kind().equals(kind)).toList();
  }

  @Override
  public void index(
      CustomKind kind,
      String index,
      Function<CustomResource, ? extends Collection<String>> values) {
    Map<String, List<CustomResource>> found = new HashMap<>();
    for (CustomResource object : list(kind)) {
      new HashSet<>(values.apply(object))
          .forEach(value -> found.computeIfAbsent(value, _ -> new ArrayList<>()).add(object));
    }
    indexes.put(kind + "/" + index, found);
  }

  @Override
  public Collection<CustomResource> byIndex(CustomKind kind, String index, String value) {
    Map<String, List<CustomResource>> found = indexes.get(kind + "/" + index);
    if (found == null) {
      throw new IllegalArgumentException("nobody declared the index " + index + " of " + kind);
    }
    return found.getOrDefault(value, List.of());
  }

  /** Whose operator an object is makes no difference to what it asks for. */
  @Override
  public Collection<CustomResource> othersByIndex(CustomKind kind, String index, String value) {
    return List.of();
  }

  @Override
  public boolean ours(CustomResource resource) {
    return true;
  }

  @Override
  public void subscribe(CustomKind kind, Listener listener) {
    throw readOnly();
  }

  @Override
  public CustomResource create(NewObject object) {
    throw readOnly();
  }

  @Override
  public CustomResource addFinalizer(CustomResource resource) {
    throw readOnly();
  }

  @Override
  public void removeFinalizers(CustomResource resource) {
    throw readOnly();
  }

  @Override
  public void disown(CustomResource resource, String ownerUid) {
    throw readOnly();
  }

  @Override
  public CustomResource annotate(CustomResource resource, String key, String value) {
    throw readOnly();
  }

  @Override
  public CustomResource applyStatus(CustomResource resource, Map<String, Object> status) {
    throw readOnly();
  }

  @Override
  public void delete(CustomResource resource) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("a plan changes nothing");
  }
}
