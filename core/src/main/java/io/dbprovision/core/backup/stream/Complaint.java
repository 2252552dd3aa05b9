package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;

/**
 * Sentences about a backup, all of them beginning with its path.
 *
 * @param undecodable why its data may be what cannot be decompressed
 */
record Complaint(String path, String undecodable) {
  Complaint(String path) {
    this(path, "its data are damaged");
  }

  /** The backup will never be readable as it lies there. */
  EngineException damaged(String what) {
    return EngineException.of(ErrorKind.INVALID, subject() + what);
  }

  EngineException of(ErrorKind kind, String what) {
    return EngineException.of(kind, subject() + what);
  }

  private String subject() {
    return "the backup '" + path + "' ";
  }
}
