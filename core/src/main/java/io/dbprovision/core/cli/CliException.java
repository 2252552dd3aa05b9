package io.dbprovision.core.cli;

import java.io.Serial;

/**
 * Ends a command with the exit code of a failure; the message says to its user what is wrong and
 * the way out.
 */
final class CliException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  CliException(String message) {
    super(message);
  }

  CliException(String message, Throwable cause) {
    super(message, cause);
  }
}
