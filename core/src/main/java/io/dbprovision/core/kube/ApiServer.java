package io.dbprovision.core.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Single requests, each exactly as it is written down: the client's own patch and update methods
 * read first, or send more than asked. Thread-safe; blocks; throws {@link KubeException}.
 */
final class ApiServer {
  private static final String JSON = "application/json";

  private final KubernetesClient client;
  private final String root;
  private final int most;
  private final Semaphore inFlight;
  private final ApiObserver observer;
  private final Duration timeout;

  ApiServer(KubernetesClient client, int requestsInFlight, ApiObserver observer) {
    this.client = client;
    this.root = client.getMasterUrl().toString().replaceAll("/+$", "");
    this.most = requestsInFlight;
    this.inFlight = new Semaphore(requestsInFlight);
    this.observer = observer;
    this.timeout = KubeClients.REQUEST_TIMEOUT;
  }

  /** Whether a request is under way at this moment. */
  boolean busy() {
    return inFlight.availablePermits() < most;
  }

  Optional<GenericKubernetesResource> get(ApiPath object) {
    return get(object, "");
  }

  /**
   * @param query with its question mark; empty for none
   */
  Optional<GenericKubernetesResource> get(ApiPath object, String query) {
    try {
      return Optional.of(send(object, "GET", query, JSON, null));
    } catch (KubeException e) {
      if (e.kind() == KubeException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What is no object, such as a log. */
  byte[] bytes(ApiPath path, String query) {
    return answer(path, "GET", query, "*/*", JSON, null);
  }

  GenericKubernetesResource create(ApiPath collection, Object body) {
    return create(collection, Patch.MANAGED, body);
  }

  /**
   * @param query with its question mark
   */
  GenericKubernetesResource create(ApiPath collection, String query, Object body) {
    return write(collection, "create", "POST", query, JSON, body);
  }

  GenericKubernetesResource patch(ApiPath object, String operation, Patch patch) {
    return write(object, operation, "PATCH", patch.query(), patch.contentType(), patch.body());
  }

  /** Deletes the object of that uid; CONFLICT when another one has its name. */
  void delete(ApiPath object, String uid) {
    Map<String, Object> options =
        Map.of("apiVersion", "v1", "kind", "DeleteOptions", "preconditions", Map.of("uid", uid));
    write(object, "delete", "DELETE", "", JSON, options);
  }

  /** {@link #delete}, and what the object owns goes after it. */
  void deleteWithDependents(ApiPath object, String uid) {
    Map<String, Object> options =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "DeleteOptions",
            "preconditions",
            Map.of("uid", uid),
            "propagationPolicy",
            "Background");
    write(object, "delete", "DELETE", "", JSON, options);
  }

  /** A question in the shape of a create, such as a review: nothing is stored, nobody counts it. */
  GenericKubernetesResource ask(ApiPath collection, Object body) {
    return send(collection, "POST", "", JSON, body);
  }

  private GenericKubernetesResource write(
      ApiPath path, String operation, String method, String query, String type, Object body) {
    try {
      GenericKubernetesResource answer = send(path, method, query, type, body);
      observer.wrote(path.kind(), operation);
      return answer;
    } catch (KubeException e) {
      observer.failed(path.kind(), operation, e.kind());
      throw e;
    }
  }

  private GenericKubernetesResource send(
      ApiPath path, String method, String query, String type, @Nullable Object body) {
    return client
        .getKubernetesSerialization()
        .unmarshal(
            new ByteArrayInputStream(answer(path, method, query, JSON, type, body)),
            GenericKubernetesResource.class);
  }

  private byte[] answer(
      ApiPath path,
      String method,
      String query,
      String accept,
      String type,
      @Nullable Object body) {
    return observer.around(
        method, path.kind(), path.path(), () -> answered(path, method, query, accept, type, body));
  }

  private byte[] answered(
      ApiPath path,
      String method,
      String query,
      String accept,
      String type,
      @Nullable Object body) {
    String what = method + " " + path;
    HttpRequest.Builder request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(root + path.path() + query)
            .header("Accept", accept)
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (body != null) {
      request.method(method, type, client.getKubernetesSerialization().asJson(body));
    }
    HttpResponse<byte[]> answer = await(what + " at " + root, request.build());
    if (!answer.isSuccessful()) {
      String text = new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
      throw KubeExceptions.of(what, answer.code(), status(text));
    }
    return answer.body();
  }

  private HttpResponse<byte[]> await(String what, HttpRequest request) {
    try {
      inFlight.acquire();
      CompletableFuture<HttpResponse<byte[]>> answer =
          client.getHttpClient().sendAsync(request, byte[].class);
      try {
        // the client's own time-outs end it long before; this one is for a client that forgot
        return answer.get(timeout.toMillis() * 6, TimeUnit.MILLISECONDS);
      } finally {
        answer.cancel(true);
        inFlight.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KubeExceptions.of(what, e);
    } catch (ExecutionException e) {
      throw KubeExceptions.of(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw KubeExceptions.of(what, e);
    }
  }

  private @Nullable Status status(String text) {
    try {
      return client.getKubernetesSerialization().unmarshal(text, Status.class);
    } catch (RuntimeException notJson) {
      // a proxy in between may answer with a page of its own; the code says enough
      return null;
    }
  }
}
