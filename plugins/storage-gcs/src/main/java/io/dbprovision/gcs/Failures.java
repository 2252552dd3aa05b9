package io.dbprovision.gcs;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.net.HttpRetryException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the service, or the way to it, means by a failure. */
final class Failures {
  private static final Set<String> THROTTLED =
      Set.of("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded");
  private static final Set<String> KEPT =
      Set.of("retentionPolicyNotMet", "objectUnderActiveHold", "objectRetained");
  private static final int LONGEST_QUOTE = 300;

  private final String path;
  private final String bucket;

  Failures(String path, String bucket) {
    this.path = path;
    this.bucket = bucket;
  }

  EngineException of(IOException e) {
    if (e instanceof HttpResponseException answer) {
      return ofAnswer(answer.getStatusCode(), reason(answer), quote(answer)).causedBy(e);
    }
    if (e instanceof HttpRetryException refused) {
      return ofAnswer(refused.responseCode(), "", "").causedBy(e);
    }
    if (e instanceof Retryable) {
      return ofLogin(e);
    }
    return ofConnection(e);
  }

  /** Of an answer that was no success. */
  EngineException ofAnswer(int status, String reason, String quote) {
    String said = quote.isEmpty() ? "" : ": " + quote;
    return switch (status) {
      case 401 -> login("the store refused the credentials" + said);
      case 403 -> forbidden(reason, said);
      case 404 -> missing();
      case 408 -> EngineException.of(ErrorKind.TIMEOUT, "the store gave up waiting" + said);
      case 409, 412 -> EngineException.of(ErrorKind.CONFLICT, "it exists, or was changed" + said);
      case 413, 429, 507 ->
          EngineException.of(ErrorKind.EXHAUSTED, "the store is full or throttles" + said);
      default ->
          status >= 400 && status < 500
              ? EngineException.of(
                  ErrorKind.INVALID, "the store refused the request (" + status + ")" + said)
              : EngineException.of(
                  ErrorKind.INTERNAL, "the store failed by itself (" + status + ")" + said);
    };
  }

  /** The bucket, not an object. */
  EngineException missing() {
    return EngineException.at(
        ErrorKind.NOT_FOUND,
        path + ".bucket",
        "there is no bucket '" + bucket + "': create it, or correct the name");
  }

  private EngineException forbidden(String reason, String said) {
    if (THROTTLED.contains(reason)) {
      return EngineException.of(ErrorKind.EXHAUSTED, "the store throttles" + said);
    }
    if (KEPT.contains(reason)) {
      return EngineException.of(
          ErrorKind.PERMISSION, "a retention period or a hold keeps the object" + said);
    }
    return EngineException.at(
        ErrorKind.PERMISSION,
        path + ".bucket",
        "the credentials may not do it; the role Storage Object Admin is enough" + said);
  }

  private EngineException login(String sentence) {
    return EngineException.at(ErrorKind.AUTHENTICATION, path + ".secretRef", sentence);
  }

  /** Of the service that gives tokens. */
  private EngineException ofLogin(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException answer) {
        return answer.getStatusCode() < 500 && answer.getStatusCode() != 429
            ? login("the service account's key was refused: is it still valid?").causedBy(e)
            : EngineException.of(ErrorKind.UNREACHABLE, "no token could be had for the store")
                .causedBy(e);
      }
      if (cause instanceof IOException io && !(io instanceof Retryable)) {
        return ofConnection(io);
      }
    }
    return login("no token could be had with the service account's key").causedBy(e);
  }

  private static EngineException ofConnection(IOException e) {
    if (e instanceof SocketTimeoutException) {
      boolean connecting =
          String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("connect timed out");
      return (connecting
              ? EngineException.of(ErrorKind.UNREACHABLE, "no connection to the store in time")
              : EngineException.of(ErrorKind.TIMEOUT, "no answer from the store in time"))
          .causedBy(e);
    }
    return EngineException.of(
            ErrorKind.UNREACHABLE,
            "no connection to the store, or it was lost (" + e.getClass().getSimpleName() + ")")
        .causedBy(e);
  }

  private static String reason(HttpResponseException answer) {
    if (answer instanceof GoogleJsonResponseException json && json.getDetails() != null) {
      List<GoogleJsonError.ErrorInfo> errors = json.getDetails().getErrors();
      if (errors != null && !errors.isEmpty()) {
        return String.valueOf(errors.get(0).getReason());
      }
    }
    return "";
  }

  /** The service's own words, which name the permission that is missing. */
  private static String quote(HttpResponseException answer) {
    if (answer instanceof GoogleJsonResponseException json && json.getDetails() != null) {
      String message = json.getDetails().getMessage();
      if (message != null) {
        String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line;
      }
    }
    return "";
  }
}
