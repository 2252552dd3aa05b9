package io.dbprovision.core.plugin;

import java.io.Serial;

/** Why a jar is not loaded, as a sentence for people. Never leaves this package. */
final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  RefusedException(String reason) {
    super(reason);
  }

  RefusedException(String reason, Throwable cause) {
    super(reason, cause);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
