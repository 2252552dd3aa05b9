package io.dbprovision.core.status;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;

/**
 * Why an object is not as it should be, for people, and when to look again.
 *
 * @param reason of {@code Synced=False}; also the first word of the message
 * @param message a sentence with the way out
 * @param retry when to try again unless something wakes the object before
 * @param waiting true when only something else is missing: the object itself has not failed
 */
public record Failure(String reason, String message, Retry retry, boolean waiting) {
  private static final Duration SLOW = Duration.ofSeconds(60);
  private static final Duration MEDIUM = Duration.ofSeconds(30);
  private static final Duration REFERENCE = Duration.ofSeconds(10);

  /** When to try again. */
  public sealed interface Retry {
    /** Not before the object or something it refers to changes. */
    record WhenChanged() implements Retry {}

    record After(Duration delay) implements Retry {}

    /** With growing delays. */
    record Backoff() implements Retry {}
  }

  public static Failure invalid(String path, String message) {
    return of(EngineException.at(ErrorKind.INVALID, path, message));
  }

  /** Something that the object refers to is not there yet. */
  public static Failure dependency(String message) {
    return of(EngineException.of(ErrorKind.NOT_FOUND, message));
  }

  public static Failure of(EngineException e) {
    String message = Remedies.message(e);
    return switch (e.kind()) {
      case INVALID -> new Failure(Reasons.INVALID_SPEC, message, new Retry.WhenChanged(), false);
      case UNSUPPORTED -> new Failure(Reasons.UNSUPPORTED, message, new Retry.WhenChanged(), false);
      case NOT_FOUND ->
          new Failure(Reasons.DEPENDENCY_NOT_READY, message, new Retry.After(REFERENCE), true);
      case CONFLICT -> new Failure(Reasons.CONFLICT, message, new Retry.After(SLOW), false);
      case AUTHENTICATION ->
          new Failure(Reasons.AUTHENTICATION_FAILED, message, new Retry.After(MEDIUM), false);
      case PERMISSION ->
          new Failure(Reasons.PERMISSION_DENIED, message, new Retry.After(MEDIUM), false);
      case UNREACHABLE -> new Failure(Reasons.UNREACHABLE, message, new Retry.After(SLOW), false);
      case TIMEOUT -> new Failure(Reasons.TIMEOUT, message, new Retry.After(SLOW), false);
      case EXHAUSTED ->
          new Failure(Reasons.RESOURCE_EXHAUSTED, message, new Retry.After(MEDIUM), false);
      case INTERNAL -> new Failure(Reasons.INTERNAL_ERROR, message, new Retry.Backoff(), false);
    };
  }

  /**
   * The message of conditions: the reason comes first, so that a list of messages can be searched.
   */
  public String text() {
    return reason + ": " + message;
  }
}
