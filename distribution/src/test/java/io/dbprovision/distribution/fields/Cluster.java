package io.dbprovision.distribution.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dbprovision.core.api.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API server, by few and cheap requests. Thread-safe. */
final class Cluster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANAGER = "fields";
  private final KubernetesClient client;
  private final String operator;

  /**
   * @param operator the instance id that objects are labelled with
   */
  Cluster(Path kubeconfig, String operator) {
    try {
      this.client =
          new KubernetesClientBuilder()
              .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig)))
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.operator = operator;
  }

  /** As {@code kubectl apply --server-side}. */
  void apply(String kind, String namespace, String name, Map<String, Object> spec) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    CustomKind known = CustomKind.named(kind).orElseThrow();
    object.setApiVersion(known.apiVersion());
    object.setKind(kind);
    object.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(known.namespaced() ? namespace : null)
            .addToLabels("dbops.dbprovision.io/operator-instance-id", operator)
            .build());
    object.setAdditionalProperty("spec", spec);
    resource(kind, namespace, name)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(MANAGER)
                .withForce(true)
                .build(),
            object);
  }

  /** Anything else, such as Secrets, in YAML. */
  void apply(String namespace, String yaml) {
    client
        .load(new java.io.ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .forceConflicts()
        .fieldManager(MANAGER)
        .serverSideApply();
  }

  /** Missing when it is not there. */
  JsonNode get(String kind, String namespace, String name) {
    return Optional.ofNullable(resource(kind, namespace, name).get())
        .<JsonNode>map(JSON::valueToTree)
        .orElse(MissingNode.getInstance());
  }

  void delete(String kind, String namespace, String name) {
    resource(kind, namespace, name).delete();
  }

  void annotate(String kind, String namespace, String name, String key, String value) {
    resource(kind, namespace, name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"dbops.dbprovision.io/%s\":\"%s\"}}}"
                .formatted(key, value));
  }

  /** A merge patch of the status: the way to let time pass for what it says. */
  void patchStatus(String kind, String namespace, String name, String json) {
    resource(kind, namespace, name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  /** Of a Deployment's template. */
  String podAnnotations(String namespace, String deployment) {
    return String.valueOf(
        client
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName(deployment)
            .require()
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getAnnotations());
  }

  Optional<Secret> secret(String namespace, String name) {
    return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
  }

  void deleteSecret(String namespace, String name) {
    client.secrets().inNamespace(namespace).withName(name).delete();
  }

  /** Empty when there is no such key. */
  static String decoded(Secret secret, String key) {
    @Nullable String value = secret.getData() == null ? null : secret.getData().get(key);
    return value == null
        ? ""
        : new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  private Resource<GenericKubernetesResource> resource(String kind, String namespace, String name) {
    CustomKind known = CustomKind.named(kind).orElseThrow();
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(CustomKind.GROUP)
            .withVersion(CustomKind.VERSION)
            .withKind(kind)
            .withPlural(known.plural())
            .withNamespaced(known.namespaced())
            .build();
    var all = client.genericKubernetesResources(context);
    return known.namespaced() ? all.inNamespace(namespace).withName(name) : all.withName(name);
  }

  @Override
  public void close() {
    client.close();
  }
}
