package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster as somebody at a terminal asks and changes it: each call is a request of its own, with
 * the rights of the kubeconfig's user. Thread-safe; every call throws {@link KubeException}.
 */
public interface Cluster {
  /** Where objects are that name no namespace, as the kubeconfig has it. */
  String namespace();

  /**
   * All objects of a kind, read in pages.
   *
   * @param namespace empty for all; ignored for a kind of the whole cluster
   * @throws KubeException NOT_FOUND when the kind is not installed
   */
  List<CustomResource> list(CustomKind kind, Optional<String> namespace);

  /** The object as it is; empty when there is none. */
  Optional<CustomResource> find(ResourceKey key);

  /** What was told of an object and is not forgotten yet, the newest first. */
  List<ClusterEvent> events(CustomResource about);

  /**
   * Sets annotations of that very object.
   *
   * @throws KubeException CONFLICT when it is another one of the same name by now
   */
  void annotate(CustomResource resource, Map<String, String> annotations);

  /**
   * Makes an object.
   *
   * @throws KubeException EXISTS when one of that name is there
   */
  CustomResource create(NewObject object);

  /**
   * What the API server answers to a plain GET.
   *
   * @param path with its query, such as {@code /version}
   */
  String raw(String path);
}
