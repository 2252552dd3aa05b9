package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What can be watched, and how it is asked for. */
final class FeedSources {
  // a list in pages: an object of one page is half the size in memory
  private static final long PAGE = 500;

  static final ResourceDefinitionContext SECRETS = builtIn("", "Secret", "secrets", true);
  static final ResourceDefinitionContext CONFIG_MAPS = builtIn("", "ConfigMap", "configmaps", true);
  static final ResourceDefinitionContext NAMESPACES = builtIn("", "Namespace", "namespaces", false);
  static final ResourceDefinitionContext DEFINITIONS =
      builtIn(
          "apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions", false);

  private FeedSources() {}

  static ResourceDefinitionContext of(CustomKind kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(CustomKind.GROUP)
        .withVersion(CustomKind.VERSION)
        .withKind(kind.name())
        .withPlural(kind.plural())
        .withNamespaced(kind.namespaced())
        .build();
  }

  /**
   * @param namespace empty for all of them
   */
  static Supplier<SharedIndexInformer<GenericKubernetesResource>> informers(
      KubernetesClient client, ResourceDefinitionContext type, String namespace) {
    return () -> {
      var objects = client.genericKubernetesResources(type);
      return namespace.isEmpty()
          ? objects.inAnyNamespace().withLimit(PAGE).runnableInformer(0)
          : objects.inNamespace(namespace).withLimit(PAGE).runnableInformer(0);
    };
  }

  /** One watch over everything, or one for each namespace. */
  static Collection<String> scopes(boolean namespaced, Set<String> watchNamespaces) {
    return !namespaced || watchNamespaces.isEmpty()
        ? List.of("")
        : watchNamespaces.stream().sorted().toList();
  }

  private static ResourceDefinitionContext builtIn(
      String group, String kind, String plural, boolean namespaced) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(namespaced)
        .build();
  }
}
