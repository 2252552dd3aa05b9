package io.dbprovision.core.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Plain requests to the API server: what is sent is what the caller wrote, with no GET before a
 * patch. Thread-safe; at most so many requests are in flight, since more than a hundred streams are
 * refused.
 */
final class Rest {
  static final String MERGE_PATCH = "application/merge-patch+json";
  static final String JSON_PATCH = "application/json-patch+json";
  static final String APPLY_PATCH = "application/apply-patch+yaml";
  static final String JSON = "application/json";

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final long TIMEOUT_SECONDS = 10;

  private final KubernetesClient client;
  private final ObjectMapper mapper;
  private final Semaphore inFlight;
  private final String base;

  Rest(KubernetesClient client, ObjectMapper mapper, int requestsInFlight) {
    this.client = client;
    this.mapper = mapper;
    this.inFlight = new Semaphore(requestsInFlight, true);
    String url = client.getMasterUrl().toString();
    this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** Empty when it is not there. */
  Optional<Map<String, Object>> get(String path) {
    try {
      return Optional.of(send("GET", path, null, null));
    } catch (KubeException e) {
      if (e.kind() == KubeException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  Map<String, Object> post(String path, Object body) {
    return send("POST", path, JSON, body);
  }

  Map<String, Object> put(String path, Object body) {
    return send("PUT", path, JSON, body);
  }

  Map<String, Object> patch(String path, String type, Object body) {
    return send("PATCH", path, type, body);
  }

  Map<String, Object> delete(String path, Object options) {
    return send("DELETE", path, JSON, options);
  }

  private Map<String, Object> send(
      String method, String path, @Nullable String contentType, @Nullable Object body) {
    HttpRequest.Builder request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(base + path)
            .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .header("Accept", JSON);
    if (body != null && contentType != null) {
      request.method(method, contentType, json(body));
    } else {
      request.method(method, JSON, null);
    }
    return parsed(method, path, exchange(method, path, request.build()));
  }

  private HttpResponse<byte[]> exchange(String method, String path, HttpRequest request) {
    inFlight.acquireUninterruptibly();
    try {
      return client.getHttpClient().sendAsync(request, byte[].class).join();
    } catch (CompletionException e) {
      throw new KubeException(
          KubeException.Kind.UNAVAILABLE,
          "the API server did not answer %s %s".formatted(method, path),
          e);
    } finally {
      inFlight.release();
    }
  }

  private Map<String, Object> parsed(String method, String path, HttpResponse<byte[]> response) {
    byte[] body = response.body() == null ? new byte[0] : response.body();
    Map<String, Object> content = Map.of();
    try {
      content = body.length == 0 ? Map.of() : mapper.readValue(body, MAP);
    } catch (IOException e) {
      if (response.isSuccessful()) {
        throw new KubeException(
            KubeException.Kind.UNAVAILABLE,
            "unreadable answer to %s %s".formatted(method, path),
            e);
      }
    }
    if (!response.isSuccessful()) {
      throw KubeFailure.of(method, path, response.code(), content);
    }
    return content;
  }

  private String json(Object body) {
    try {
      return new String(mapper.writeValueAsBytes(body), StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request body that is no JSON", e);
    }
  }
}
