package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;

/** Sentences about a backup, all of them beginning with its path. */
record Complaint(String path) {
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
