package io.dbprovision.core.backup.work;

/** Whether what a restored database holds is what its backup says. A difference is a failure. */
public enum Match {
  /** Nobody asked. */
  NOT_ASKED,
  /** The backup does not say what it holds. */
  UNKNOWN,
  /** The same rows in the same tables, and the same definitions. */
  SAME
}
