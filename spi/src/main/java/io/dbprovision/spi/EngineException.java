package io.dbprovision.spi;

import java.io.Serial;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only exception across the SPI. Its message is shown to users: a sentence that says what is
 * wrong and the way out, with no statement text and no secret.
 */
public final class EngineException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final @Nullable String path;

  private final @Nullable String remedy;

  private EngineException(
      ErrorKind kind,
      @Nullable String path,
      String message,
      @Nullable Throwable cause,
      @Nullable String remedy) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.path = path;
    this.remedy = remedy;
  }

  public static EngineException of(ErrorKind kind, String message) {
    return new EngineException(kind, null, message, null, null);
  }

  /**
   * @param path the manifest's field at fault, such as {@code spec.owner}
   */
  public static EngineException at(ErrorKind kind, String path, String message) {
    return new EngineException(kind, Objects.requireNonNull(path, "path"), message, null, null);
  }

  /**
   * Of a connection that cannot be made, or is lost: TIMEOUT when the other side was reached and
   * does not answer, else UNREACHABLE.
   *
   * @param where how messages call the other side, such as its address
   */
  public static EngineException connection(String where, Throwable cause) {
    boolean late = false;
    for (Throwable next = cause; next != null; next = next.getCause()) {
      if (next instanceof ConnectException || next instanceof HttpConnectTimeoutException) {
        late = false;
        break;
      }
      late |=
          next instanceof SocketTimeoutException
              || next instanceof HttpTimeoutException
              || next instanceof InterruptedException;
    }
    return (late
            ? of(ErrorKind.TIMEOUT, where + " did not answer in time")
            : of(ErrorKind.UNREACHABLE, "no connection to " + where))
        .causedBy(cause);
  }

  /** With the driver's exception; it goes to the log at debug level only, never to users. */
  public EngineException causedBy(Throwable cause) {
    return new EngineException(kind, path, sentence(), cause, remedy);
  }

  /** The same failure, charged to a field unless it names one already. */
  public EngineException atPath(String field) {
    return path == null ? new EngineException(kind, field, sentence(), getCause(), remedy) : this;
  }

  /** With what the user may do about it, beside what the message says. */
  public EngineException with(Remedy way) {
    return new EngineException(kind, path, sentence(), getCause(), way.code());
  }

  /** What the user may do by means of the operator's own; empty when the message says it all. */
  public Optional<Remedy> remedy() {
    return Optional.ofNullable(remedy).map(Remedy::new);
  }

  public ErrorKind kind() {
    return kind;
  }

  /** The field at fault; empty when no single field is. */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }

  /** The sentence without the field: for a place that shows {@link #path()} beside it. */
  public String sentence() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** The field, when there is one, and the sentence. */
  @Override
  public String getMessage() {
    return path == null ? sentence() : path + ": " + sentence();
  }
}
