package io.dbprovision.core.kube;

import io.dbprovision.core.api.Fields;
import java.util.Map;

/** Makes sense of the API server's refusals. */
final class KubeFailure {
  private KubeFailure() {}

  /**
   * @param status the Status object of the answer; empty when there was none
   */
  static KubeException of(String method, String path, int code, Map<String, Object> status) {
    Fields answer = Fields.of(status);
    String said = answer.text("message", "HTTP " + code);
    return new KubeException(kind(code, answer), "%s %s: %s".formatted(method, path, said));
  }

  private static KubeException.Kind kind(int code, Fields answer) {
    String reason = answer.text("reason", "");
    return switch (code) {
      case 401, 403 ->
          answer.object("details").objects("causes").stream()
                  .anyMatch(cause -> cause.text("reason", "").equals("NamespaceTerminating"))
              ? KubeException.Kind.NAMESPACE_TERMINATING
              : KubeException.Kind.FORBIDDEN;
      case 404, 410 -> KubeException.Kind.NOT_FOUND;
      case 409 ->
          reason.equals("AlreadyExists") ? KubeException.Kind.EXISTS : KubeException.Kind.CONFLICT;
      case 400, 405, 413, 415, 422 -> KubeException.Kind.INVALID;
      // a status field outside the schema is answered so
      case 500 ->
          answer.text("message", "").contains("field not declared in schema")
              ? KubeException.Kind.INVALID
              : KubeException.Kind.UNAVAILABLE;
      default -> KubeException.Kind.UNAVAILABLE;
    };
  }
}
