package io.dbprovision.azure;

import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What the service, or the way to it, means by a failure. */
final class Failures {
  private static final Set<String> KEPT =
      Set.of("BlobImmutableDueToPolicy", "BlobImmutableDueToLegalHold", "LeaseIdMissing");
  private static final Set<String> NO_CONTAINER =
      Set.of("ContainerNotFound", "ContainerBeingDeleted", "ContainerDisabled");

  private final String path;
  private final String container;

  Failures(String path, String container) {
    this.path = path;
    this.container = container;
  }

  EngineException of(RuntimeException e) {
    if (e instanceof EngineException known) {
      return known;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BlobStorageException answer) {
        return ofAnswer(answer).causedBy(e);
      }
      if (cause instanceof HttpConnectTimeoutException) {
        return unreachable("no connection to the store in time").causedBy(e);
      }
      if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
        return EngineException.of(ErrorKind.TIMEOUT, "no answer from the store in time")
            .causedBy(e);
      }
      if (cause instanceof IOException) {
        return unreachable(
                "no connection to the store, or it was lost ("
                    + cause.getClass().getSimpleName()
                    + ")")
            .causedBy(e);
      }
    }
    return EngineException.of(
            ErrorKind.INTERNAL, "the store's client failed (" + e.getClass().getSimpleName() + ")")
        .causedBy(e);
  }

  static String code(BlobStorageException answer) {
    BlobErrorCode code = answer.getErrorCode();
    return code == null ? "" : code.toString();
  }

  /** Whether it says that a blob is there, or is not as it was wanted. */
  static boolean isCondition(BlobStorageException answer) {
    return (answer.getStatusCode() == 412 && !KEPT.contains(code(answer)))
        || code(answer).equals("BlobAlreadyExists");
  }

  static boolean noBlob(BlobStorageException answer) {
    return code(answer).equals("BlobNotFound");
  }

  private EngineException ofAnswer(BlobStorageException answer) {
    String code = code(answer);
    if (KEPT.contains(code)) {
      return EngineException.of(
          ErrorKind.PERMISSION, "a retention period, a legal hold or a lease keeps it: " + code);
    }
    if (NO_CONTAINER.contains(code)) {
      return EngineException.at(
          ErrorKind.NOT_FOUND,
          path + ".container",
          "there is no container '" + container + "': create it, or correct the name");
    }
    return ofStatus(answer, code.isEmpty() ? "" : ": " + code);
  }

  private EngineException ofStatus(BlobStorageException answer, String said) {
    int status = answer.getStatusCode();
    return switch (status) {
      case 401 -> login(said);
      case 403 -> isLogin(answer) ? login(said) : forbidden(said);
      case 404 -> EngineException.of(ErrorKind.NOT_FOUND, "it is not there" + said);
      case 408 -> EngineException.of(ErrorKind.TIMEOUT, "the store gave up waiting" + said);
      case 409, 412 -> EngineException.of(ErrorKind.CONFLICT, "it exists, or was changed" + said);
      case 413, 429, 503, 507 ->
          EngineException.of(ErrorKind.EXHAUSTED, "the store is full or throttles" + said);
      default ->
          status >= 400 && status < 500
              ? EngineException.of(
                  ErrorKind.INVALID, "the store refused the request (" + status + ")" + said)
              : EngineException.of(
                  ErrorKind.INTERNAL, "the store failed by itself (" + status + ")" + said);
    };
  }

  private static boolean isLogin(BlobStorageException answer) {
    String message = String.valueOf(answer.getServiceMessage());
    return code(answer).equals("AuthenticationFailed")
        || code(answer).equals("InvalidAuthenticationInfo")
        || message.contains("failed to authenticate");
  }

  private EngineException login(String said) {
    return EngineException.at(
        ErrorKind.AUTHENTICATION,
        path + ".secretRef",
        "the store refused the storage account's key" + said);
  }

  private EngineException forbidden(String said) {
    return EngineException.at(
        ErrorKind.PERMISSION,
        path + ".storageAccount",
        "the account's key may not do it here; firewall and network rules of the account count"
            + " too"
            + said);
  }

  private static EngineException unreachable(String sentence) {
    return EngineException.of(ErrorKind.UNREACHABLE, sentence);
  }
}
