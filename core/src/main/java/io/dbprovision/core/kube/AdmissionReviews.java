package io.dbprovision.core.kube;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code AdmissionReview} of {@code admission.k8s.io/v1}, as the API server sends and wants it. */
public final class AdmissionReviews {
  private static final String VERSION = "admission.k8s.io/v1";
  private static final String KIND = "AdmissionReview";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORBIDDEN = 403;

  private AdmissionReviews() {}

  /**
   * @throws IOException for what is no review of one of our kinds; the message says why
   */
  public static AdmissionRequest read(byte[] body) throws IOException {
    Fields review = Fields.of(JSON.readValue(body, new TypeReference<Map<String, Object>>() {}));
    if (!review.text("kind", "").equals(KIND) || !review.text("apiVersion", "").equals(VERSION)) {
      throw new IOException("no %s of %s".formatted(KIND, VERSION));
    }
    Fields request = review.object("request");
    String name = request.object("kind").text("kind", "");
    CustomKind kind =
        CustomKind.ALL.stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IOException("no kind of ours: " + name));
    Optional<CustomResource> before = object(kind, request, "oldObject");
    AdmissionRequest.Operation operation = operation(request);
    CustomResource object =
        (operation == AdmissionRequest.Operation.DELETE ? before : object(kind, request, "object"))
            .orElseThrow(() -> new IOException("the request has no object"));
    return new AdmissionRequest(
        request.text("uid", ""),
        operation,
        request.object("userInfo").text("username", ""),
        request.flag("dryRun", false),
        object,
        before);
  }

  private static AdmissionRequest.Operation operation(Fields request) throws IOException {
    String text = request.text("operation", "");
    try {
      return AdmissionRequest.Operation.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("no operation that is looked at: " + text, e);
    }
  }

  private static Optional<CustomResource> object(CustomKind kind, Fields request, String field) {
    Fields object = request.object(field);
    return object.isEmpty() ? Optional.empty() : Optional.of(Views.resource(kind, object));
  }

  /**
   * @param uid of the request
   * @param refusal why it must not be; empty when it may
   * @param warnings shown to whoever asked, whatever the answer
   */
  public static byte[] answer(String uid, Optional<String> refusal, List<String> warnings)
      throws IOException {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("uid", uid);
    response.put("allowed", refusal.isEmpty());
    refusal.ifPresent(
        why ->
            response.put(
                "status", Map.of("code", FORBIDDEN, "reason", "Forbidden", "message", why)));
    if (!warnings.isEmpty()) {
      response.put("warnings", warnings);
    }
    return JSON.writeValueAsBytes(
        Map.of("apiVersion", VERSION, "kind", KIND, "response", response));
  }
}
