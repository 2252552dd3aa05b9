package io.dbprovision.core.config;

/** Where backups and restores are done. */
public enum WorkerMode {
  /** A process beside the operator for each. */
  PROCESS,
  /** A Kubernetes Job for each. */
  JOB
}
