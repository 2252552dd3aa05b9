package io.dbprovision.core.observability;

import java.util.Locale;

/** What the operator does on a server, as metrics tell it apart. */
public enum Operation {
  CREATE,
  UPDATE,
  DELETE,
  CONNECT,
  BACKUP,
  RESTORE,
  DRIFT_DETECTION,
  DRIFT_CORRECTION,
  INIT_SQL;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
