package io.dbprovision.core.schema;

import java.io.Serial;

/** CRDs that cannot be composed; the message names the sources and the field, for people. */
public final class SchemaException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  SchemaException(String message) {
    super(message);
  }

  SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
