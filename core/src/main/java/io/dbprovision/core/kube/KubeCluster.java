package io.dbprovision.core.kube;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@link Cluster} of a kubeconfig, by one client of its own that watches nothing. */
public final class KubeCluster implements Cluster, AutoCloseable {
  /** Whose changes these are, as {@code kubectl get --show-managed-fields} tells. */
  private static final String MANAGER = "?fieldManager=kubectl-dbops";

  private static final int PAGE = 500;

  /** Each at once is a connection of its own, and shaking hands takes longer than an answer. */
  private static final int REQUESTS = 4;

  private final ObjectMapper json = new ObjectMapper();
  private final KubernetesClient client;
  private final ApiServer api;
  private final int page;

  private KubeCluster(Config config) {
    this(KubeClients.single(config), PAGE);
  }

  KubeCluster(KubernetesClient client, int page) {
    this.client = client;
    this.api = new ApiServer(client, REQUESTS, (kind, operation) -> {});
    this.page = page;
  }

  /**
   * Opens no connection yet.
   *
   * @param kubeconfig empty for the one that kubectl would use
   * @param context of it; empty for its current one
   * @throws IllegalArgumentException when the kubeconfig has no such context
   */
  public static KubeCluster open(Optional<Path> kubeconfig, Optional<String> context) {
    @Nullable String name = context.orElse(null);
    Config config =
        kubeconfig.isPresent()
            ? Config.fromKubeconfig(name, kubeconfig.get().toFile())
            : Config.autoConfigure(name);
    // the client goes on with another cluster where it does not find the one that was asked for
    if (name != null
        && (config.getCurrentContext() == null
            || !name.equals(config.getCurrentContext().getName()))) {
      throw new IllegalArgumentException("the kubeconfig has no context " + name);
    }
    return new KubeCluster(config);
  }

  @Override
  public String namespace() {
    return Optional.ofNullable(client.getConfiguration().getNamespace())
        .filter(name -> !name.isBlank())
        .orElse("default");
  }

  @Override
  public List<CustomResource> list(CustomKind kind, Optional<String> namespace) {
    ApiPath path =
        kind.namespaced() && namespace.isPresent()
            ? ApiPath.collection(kind, namespace.get())
            : ApiPath.everywhere(kind);
    List<CustomResource> found = new ArrayList<>();
    String next = "";
    do {
      Fields list;
      try {
        list = get(path, "?limit=" + page + (next.isEmpty() ? "" : "&continue=" + encoded(next)));
      } catch (KubeException e) {
        if (next.isEmpty() || e.kind() != KubeException.Kind.NOT_FOUND) {
          throw e;
        }
        // the API server does not know any more how it was when the first page was read
        found.clear();
        list = get(path, "");
      }
      list.objects("items").forEach(item -> found.add(Views.resource(kind, item)));
      next = list.object("metadata").text("continue", "");
    } while (!next.isEmpty());
    return List.copyOf(found);
  }

  @Override
  public Optional<CustomResource> find(ResourceKey key) {
    try {
      return Optional.of(Views.resource(key.kind(), get(ApiPath.of(key), "")));
    } catch (KubeException e) {
      if (e.kind() == KubeException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<ClusterEvent> events(CustomResource about) {
    String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
    String selector =
        "involvedObject.kind=%s,involvedObject.name=%s"
            .formatted(about.kind().name(), about.name());
    Fields list = get(ApiPath.events(namespace), "?limit=500&fieldSelector=" + encoded(selector));
    return list.objects("items").stream()
        .filter(
            event ->
                event
                    .object("involvedObject")
                    .text("uid", about.metadata().uid())
                    .equals(about.metadata().uid()))
        .map(KubeCluster::event)
        .sorted(
            Comparator.comparing(
                    ClusterEvent::last, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                .reversed())
        .toList();
  }

  @Override
  public void annotate(CustomResource resource, Map<String, String> annotations) {
    Map<String, Object> body =
        Map.of("metadata", Map.of("uid", resource.metadata().uid(), "annotations", annotations));
    try {
      api.patch(
          ApiPath.of(resource.key()),
          "patch",
          new Patch("application/merge-patch+json", MANAGER, body));
    } catch (KubeException e) {
      // of another uid the API server says that it cannot be changed
      if (e.kind() == KubeException.Kind.INVALID && replaced(resource)) {
        throw new KubeException(
            KubeException.Kind.CONFLICT,
            resource.key() + " was deleted and made anew meanwhile: look at it again",
            e);
      }
      throw e;
    }
  }

  private boolean replaced(CustomResource resource) {
    return find(resource.key())
        .filter(now -> now.metadata().uid().equals(resource.metadata().uid()))
        .isEmpty();
  }

  @Override
  public CustomResource create(NewObject object) {
    ResourceKey key = object.key();
    ApiPath path = ApiPath.collection(key.kind(), key.namespace());
    return Views.resource(key.kind(), api.create(path, MANAGER, Views.body(object)));
  }

  @Override
  public String raw(String path) {
    String[] parts = path.split("\\?", 2);
    return new String(
        api.bytes(new ApiPath("API", parts[0]), parts.length == 1 ? "" : "?" + parts[1]),
        StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }

  private static ClusterEvent event(Fields event) {
    return new ClusterEvent(
        event.text("type", "Normal"),
        event.text("reason", ""),
        event.text("message", ""),
        event
            .text("lastTimestamp")
            .or(() -> event.text("eventTime"))
            .map(Views::instant)
            .orElse(null));
  }

  private Fields get(ApiPath path, String query) {
    byte[] text = api.bytes(path, query);
    try {
      return Fields.of(json.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException("GET " + path + ": the answer is no JSON", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
