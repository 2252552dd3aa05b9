package io.dbprovision.core.status;

/** Condition types and reasons that clients wait for. */
public final class Reasons {
  public static final String READY = "Ready";
  public static final String SYNCED = "Synced";
  public static final String CONNECTED = "Connected";
  public static final String HEALTHY = "Healthy";

  public static final String RECONCILE_SUCCESS = "ReconcileSuccess";
  public static final String RECONCILE_FAILED = "ReconcileFailed";
  public static final String CREATING = "Creating";
  public static final String RECONCILING = "Reconciling";
  public static final String CONNECTION_SUCCESS = "ConnectionSuccess";
  public static final String CONNECTION_FAILED = "ConnectionFailed";
  public static final String HEALTH_CHECK_PASSED = "HealthCheckPassed";
  public static final String HEALTH_CHECK_FAILED = "HealthCheckFailed";
  public static final String SERVER_CHANGED = "ServerChanged";
  public static final String DRIFT_DETECTED = "DriftDetected";
  public static final String INIT_SQL_FAILED = "InitSQLFailed";
  public static final String DELETION_PROTECTED = "DeletionProtected";
  public static final String DEPENDENCIES_EXIST = "DependenciesExist";
  public static final String PENDING_DELETION_CONFIRMATION = "PendingDeletionConfirmation";
  public static final String CASCADE_DELETING = "CascadeDeleting";
  public static final String OWNERSHIP_BLOCKS = "OwnershipBlocks";
  public static final String DEPENDENCY_NOT_READY = "DependencyNotReady";
  public static final String UNSUPPORTED = "UnsupportedByEngine";
  public static final String INVALID_SPEC = "InvalidSpec";
  public static final String AWAITING_APPROVAL = "AwaitingApproval";
  public static final String MASS_LOSS = "MassLoss";
  public static final String MASS_DELETION = "MassDeletion";
  public static final String DELETING = "Deleting";
  public static final String DELETE_FAILED = "DeleteFailed";
  public static final String WORKLOADS_NOT_RESTARTED = "WorkloadsNotRestarted";

  public static final String BACKUP_COMPLETED = "BackupCompleted";
  public static final String BACKUP_FAILED = "BackupFailed";
  public static final String RESTORE_COMPLETED = "RestoreCompleted";
  public static final String RESTORE_FAILED = "RestoreFailed";
  public static final String VALIDATION_FAILED = "ValidationFailed";
  public static final String DEADLINE_EXCEEDED = "DeadlineExceeded";

  public static final String CONFLICT = "Conflict";
  public static final String AUTHENTICATION_FAILED = "AuthenticationFailed";
  public static final String PERMISSION_DENIED = "PermissionDenied";
  public static final String UNREACHABLE = "Unreachable";
  public static final String TIMEOUT = "Timeout";
  public static final String RESOURCE_EXHAUSTED = "ResourceExhausted";
  public static final String INTERNAL_ERROR = "InternalError";

  private Reasons() {}
}
