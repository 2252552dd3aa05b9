package io.dbprovision.postgres.copy;

import java.util.Optional;

/**
 * Watches a dump go by, and tells whether it is whole by its own form: an exit status of 0 after
 * output that was cut is no success. For one thread.
 */
interface Shape {
  void seen(byte[] bytes, int offset, int length);

  /** Why it cannot be whole, after its last byte was seen; empty when it is. */
  Optional<String> flaw();

  static Shape of(Format format) {
    return switch (format) {
      case CUSTOM -> new CustomShape();
      case PLAIN -> new PlainShape();
      case DIRECTORY, TAR -> new TarShape();
    };
  }
}
