package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.NonRetryableException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the server or the network says, as the operator's kinds of failures. Of a server's answer
 * only the code is told: anybody may have written the rest of it.
 *
 * @param path of the block
 */
record Failures(String path, S3Options options) {
  private static final Map<String, ErrorKind> BY_CODE =
      Map.ofEntries(
          Map.entry("InvalidAccessKeyId", ErrorKind.AUTHENTICATION),
          Map.entry("SignatureDoesNotMatch", ErrorKind.AUTHENTICATION),
          Map.entry("ExpiredToken", ErrorKind.AUTHENTICATION),
          Map.entry("InvalidToken", ErrorKind.AUTHENTICATION),
          Map.entry("InvalidSecurity", ErrorKind.AUTHENTICATION),
          Map.entry("TokenRefreshRequired", ErrorKind.AUTHENTICATION),
          Map.entry("NotSignedUp", ErrorKind.AUTHENTICATION),
          Map.entry("RequestTimeTooSkewed", ErrorKind.AUTHENTICATION),
          Map.entry("AccessDenied", ErrorKind.PERMISSION),
          Map.entry("AllAccessDisabled", ErrorKind.PERMISSION),
          Map.entry("AccountProblem", ErrorKind.PERMISSION),
          Map.entry("ObjectLocked", ErrorKind.PERMISSION),
          Map.entry("NoSuchBucket", ErrorKind.NOT_FOUND),
          Map.entry("PreconditionFailed", ErrorKind.CONFLICT),
          Map.entry("ConditionalRequestConflict", ErrorKind.CONFLICT),
          Map.entry("SlowDown", ErrorKind.EXHAUSTED),
          Map.entry("ServiceUnavailable", ErrorKind.EXHAUSTED),
          Map.entry("RequestLimitExceeded", ErrorKind.EXHAUSTED),
          Map.entry("Throttling", ErrorKind.EXHAUSTED),
          Map.entry("ThrottlingException", ErrorKind.EXHAUSTED),
          Map.entry("TooManyRequests", ErrorKind.EXHAUSTED),
          Map.entry("QuotaExceeded", ErrorKind.EXHAUSTED),
          Map.entry("XMinioStorageFull", ErrorKind.EXHAUSTED),
          Map.entry("RequestTimeout", ErrorKind.TIMEOUT),
          Map.entry("BadDigest", ErrorKind.INTERNAL),
          Map.entry("XAmzContentSHA256Mismatch", ErrorKind.INTERNAL),
          Map.entry("NoSuchUpload", ErrorKind.INTERNAL),
          Map.entry("NotImplemented", ErrorKind.UNSUPPORTED),
          Map.entry("MethodNotAllowed", ErrorKind.UNSUPPORTED));

  /** Answers that one field alone is to blame for. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "NoSuchBucket", "bucket",
          "InvalidBucketName", "bucket",
          "PermanentRedirect", "region",
          "TemporaryRedirect", "region",
          "AuthorizationHeaderMalformed", "region",
          "IllegalLocationConstraintException", "region",
          "InvalidStorageClass", "storageClass",
          "InvalidEncryptionAlgorithmError", "serverSideEncryption");

  EngineException conflict(String key) {
    return EngineException.of(
        ErrorKind.CONFLICT, "'%s' is there already in bucket '%s'".formatted(key, options.name()));
  }

  EngineException notFound(String key) {
    return EngineException.of(
        ErrorKind.NOT_FOUND, "there is no '%s' in bucket '%s'".formatted(key, options.name()));
  }

  EngineException internal(String sentence) {
    return EngineException.of(
        ErrorKind.INTERNAL, "bucket '%s': %s".formatted(options.name(), sentence));
  }

  EngineException noServer() {
    return failure(
        ErrorKind.UNREACHABLE,
        options.endpoint() == null ? null : "endpoint",
        "what answers at %s is no S3".formatted(options.place()));
  }

  /**
   * @param doing such as {@code writing}
   */
  EngineException of(String doing, SdkException failure) {
    EngineException known =
        failure instanceof AwsServiceException answer
            ? answer(doing, answer)
            : unanswered(doing, failure);
    return known.causedBy(failure);
  }

  private EngineException answer(String doing, AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    code = code.length() > 80 ? "" : code.replaceAll("[^A-Za-z0-9.:_-]", "");
    String shown = code.isEmpty() ? "status " + answer.statusCode() : code;
    boolean signingIn = details != null && "Sts".equals(details.serviceName());
    ErrorKind kind =
        signingIn
            ? ErrorKind.AUTHENTICATION
            : BY_CODE.getOrDefault(code, byStatus(answer.statusCode()));
    String field = code.startsWith("KMS.") ? "kmsKeyId" : FIELDS.getOrDefault(code, fieldOf(kind));
    return failure(kind, field, sentence(kind, field, doing) + " (" + shown + ")");
  }

  private static ErrorKind byStatus(int status) {
    return switch (status) {
      case 401 -> ErrorKind.AUTHENTICATION;
      case 403 -> ErrorKind.PERMISSION;
      case 404 -> ErrorKind.NOT_FOUND;
      case 405, 501 -> ErrorKind.UNSUPPORTED;
      case 408, 504 -> ErrorKind.TIMEOUT;
      case 409, 412 -> ErrorKind.CONFLICT;
      case 429, 503, 507 -> ErrorKind.EXHAUSTED;
      default -> status >= 500 ? ErrorKind.INTERNAL : ErrorKind.INVALID;
    };
  }

  private @Nullable String fieldOf(ErrorKind kind) {
    return switch (kind) {
      case AUTHENTICATION -> options.secretRef() == null ? null : "secretRef";
      case NOT_FOUND -> "bucket";
      default -> null;
    };
  }

  private String sentence(ErrorKind kind, @Nullable String field, String doing) {
    String at = "'%s' at %s".formatted(options.name(), options.place());
    if ("region".equals(field)) {
      return "bucket %s is in another region; name that one".formatted(at);
    }
    return switch (kind) {
      case AUTHENTICATION ->
          options.secretRef() == null
              ? "%s does not know the identity of this pod; give it a role, or name a Secret in secretRef"
                  .formatted(options.place())
              : "%s does not accept the keys of the Secret; correct them, or look at the clock of this machine"
                  .formatted(options.place());
      case PERMISSION ->
          "%s in bucket %s is not allowed; allow s3:GetObject, s3:PutObject, s3:DeleteObject, s3:ListBucket, s3:ListBucketMultipartUploads and s3:AbortMultipartUpload"
              .formatted(doing, at);
      case NOT_FOUND -> "there is no bucket %s; make it, or correct the name".formatted(at);
      case EXHAUSTED ->
          "bucket %s is full or takes no more requests for now; see what it stores, or wait"
              .formatted(at);
      case TIMEOUT -> "%s in bucket %s took too long".formatted(doing, at);
      case UNSUPPORTED -> "the server of bucket %s cannot do it: %s".formatted(at, doing);
      case INVALID -> "the server of bucket %s refuses it: %s".formatted(at, doing);
      default -> "%s in bucket %s failed".formatted(doing, at);
    };
  }

  private EngineException unanswered(String doing, SdkException failure) {
    String at = options.place();
    if (failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException
        || failure instanceof AbortedException) {
      return failure(ErrorKind.TIMEOUT, null, sentence(ErrorKind.TIMEOUT, null, doing));
    }
    if (failure instanceof NonRetryableException) {
      return unreachable(at); // as DialOnce says
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnknownHostException e -> {
          return failure(
              ErrorKind.UNREACHABLE,
              options.endpoint() == null ? "region" : "endpoint",
              "%s has no address; correct the name".formatted(at));
        }
        case SSLException e -> {
          return failure(
              ErrorKind.UNREACHABLE,
              options.endpoint() == null ? null : "endpoint",
              "the TLS certificate of %s is not trusted, or it speaks no TLS; name its CA in caSecretRef"
                  .formatted(at));
        }
        case ConnectException e -> {
          return unreachable(at);
        }
        case NoRouteToHostException e -> {
          return unreachable(at);
        }
        case SocketTimeoutException e -> {
          return failure(ErrorKind.TIMEOUT, null, sentence(ErrorKind.TIMEOUT, null, doing));
        }
        default -> {}
      }
    }
    if (String.valueOf(failure.getMessage()).contains("credentials")) {
      return failure(
          ErrorKind.AUTHENTICATION,
          null,
          "this pod has no identity to sign in with; give its service account a role, or name a Secret in %s.secretRef"
              .formatted(path));
    }
    return failure(
        ErrorKind.UNREACHABLE,
        null,
        "%s in bucket '%s' failed: the connection to %s broke, or what answers there is no S3"
            .formatted(doing, options.name(), at));
  }

  EngineException broken() {
    return failure(
        ErrorKind.UNREACHABLE, null, "the connection to %s broke".formatted(options.place()));
  }

  private EngineException unreachable(String at) {
    return failure(ErrorKind.UNREACHABLE, null, "no connection to %s".formatted(at));
  }

  private EngineException failure(ErrorKind kind, @Nullable String field, String sentence) {
    return field == null
        ? EngineException.of(kind, sentence)
        : EngineException.at(kind, path + "." + field, sentence);
  }
}
