package io.dbprovision.core.kube;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what the API server's answers mean to a caller. */
final class KubeExceptions {
  private KubeExceptions() {}

  static KubeException of(String what, int code, @Nullable Status status) {
    String message = status == null ? null : status.getMessage();
    return new KubeException(
        kind(code, status), what + ": " + code + (message == null ? "" : " " + message));
  }

  static KubeException of(String what, Throwable failure) {
    if (failure instanceof KubernetesClientException client && client.getCode() > 0) {
      KubeException mapped = of(what, client.getCode(), client.getStatus());
      mapped.initCause(failure);
      return mapped;
    }
    return new KubeException(
        KubeException.Kind.UNAVAILABLE, what + ": " + reason(failure), failure);
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    if (message != null) {
      return message;
    }
    // the JDK's client has no word for a refused connection
    return failure instanceof ConnectException
        ? "no connection"
        : failure.getClass().getSimpleName();
  }

  private static KubeException.Kind kind(int code, @Nullable Status status) {
    return switch (code) {
      case 401 -> KubeException.Kind.FORBIDDEN;
      case 403 ->
          hasCause(status, "NamespaceTerminating")
              ? KubeException.Kind.NAMESPACE_TERMINATING
              : KubeException.Kind.FORBIDDEN;
      case 404, 410 -> KubeException.Kind.NOT_FOUND;
      case 409 ->
          status != null && "AlreadyExists".equals(status.getReason())
              ? KubeException.Kind.EXISTS
              : KubeException.Kind.CONFLICT;
      case 400, 405, 406, 413, 415, 422 -> KubeException.Kind.INVALID;
      // server-side apply answers so when a field is not in the schema; no retry helps
      case 500 ->
          mentions(status, "field not declared in schema")
                  || mentions(status, "request is too large")
              ? KubeException.Kind.INVALID
              : KubeException.Kind.UNAVAILABLE;
      default -> KubeException.Kind.UNAVAILABLE;
    };
  }

  private static boolean hasCause(@Nullable Status status, String reason) {
    return Optional.ofNullable(status)
        .map(Status::getDetails)
        .map(StatusDetails::getCauses)
        .orElse(List.of())
        .stream()
        .anyMatch(cause -> reason.equals(cause.getReason()));
  }

  private static boolean mentions(@Nullable Status status, String text) {
    return status != null && status.getMessage() != null && status.getMessage().contains(text);
  }
}
