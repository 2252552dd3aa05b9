package io.dbprovision.core.kube;

import java.io.Serial;
import java.util.Objects;

/** A request to the API server that did not succeed. The message holds no Secret's content. */
public final class KubeException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What a caller can do about it. */
  public enum Kind {
    /** Somebody else wrote first: look again. */
    CONFLICT,
    /** It is not there (any more). */
    NOT_FOUND,
    /** It is there already. */
    EXISTS,
    /** Our service account may not; the message says what. */
    FORBIDDEN,
    /** Nothing can be made in a namespace that is being deleted. */
    NAMESPACE_TERMINATING,
    /** The API server refuses the content: a defect, or CRDs of another version. */
    INVALID,
    /** No answer, or a passing error. */
    UNAVAILABLE
  }

  private final Kind kind;

  public KubeException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  public KubeException(Kind kind, String message) {
    super(message);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  public Kind kind() {
    return kind;
  }
}
