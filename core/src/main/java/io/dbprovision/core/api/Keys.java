package io.dbprovision.core.api;

/** Annotations and labels of the API, as existing manifests write them. */
public final class Keys {
  /** Of all of them. */
  public static final String PREFIX = CustomKind.GROUP + "/";

  public static final String FORCE_DELETE = PREFIX + "force-delete";
  public static final String CONFIRM_FORCE_DELETE = PREFIX + "confirm-force-delete";
  public static final String SKIP_RECONCILE = PREFIX + "skip-reconcile";
  public static final String PAUSE_RECONCILE = PREFIX + "pause-reconcile";
  public static final String DELETION_POLICY = PREFIX + "deletion-policy";
  public static final String DELETION_PROTECTION = PREFIX + "deletion-protection";
  public static final String ALLOW_DESTRUCTIVE_DRIFT = PREFIX + "allow-destructive-drift";
  public static final String ROTATE_PASSWORD = PREFIX + "rotate-password";
  public static final String MANAGED_PASSWORD = PREFIX + "managed-password";

  /** Adopt the existing server object of this name. */
  public static final String ADOPT = PREFIX + "adopt";

  /**
   * Comma lists on an instance: what is adopted of that which was found on its server; as {@code
   * namespace/name}, what that namespace may adopt.
   */
  public static final String ADOPT_DATABASES = PREFIX + "adopt-databases";

  public static final String ADOPT_USERS = PREFIX + "adopt-users";
  public static final String ADOPT_ROLES = PREFIX + "adopt-roles";

  /** Comma list of namespaces, or {@code *}: who may refer to this object or namespace. */
  public static final String ALLOW_FROM = PREFIX + "allow-from";

  /** Show the plan in the status, do nothing. */
  public static final String PLAN_ONLY = PREFIX + "plan-only";

  /** Let exactly the plan of that hash run. */
  public static final String APPROVE_PLAN = PREFIX + "approve-plan";

  /** The new server identity that the user has accepted for an instance. */
  public static final String ACCEPT_SERVER = PREFIX + "accept-server";

  /** With the identity after it: one that has none took that server's place. */
  public static final String ACCEPT_SERVER_NONE_AFTER = "none-after-";

  /** Lets the objects that are missing on a server in mass be made again. */
  public static final String ALLOW_RECREATE = PREFIX + "allow-recreate";

  /** Lets the objects that are deleted in mass be dropped from their server. */
  public static final String ALLOW_MASS_DELETION = PREFIX + "allow-mass-deletion";

  /** On a Secret: the token of the rotation that its password came with. */
  public static final String ROTATED_FOR = PREFIX + "rotated-for";

  public static final String ROTATED_AT = PREFIX + "rotated-at";

  public static final String OPERATOR_INSTANCE_ID = PREFIX + "operator-instance-id";
  public static final String INSTANCE_LABEL = PREFIX + "instance";
  public static final String ADOPTED_LABEL = PREFIX + "adopted";
  public static final String USER_LABEL = PREFIX + "user";

  /** On a backup that a schedule made: the schedule's name. */
  public static final String SCHEDULE_LABEL = PREFIX + "schedule";

  public static final String SCHEDULED_LABEL = PREFIX + "scheduled-backup";

  /** On a backup that was made because a database is to be dropped: the database's uid. */
  public static final String LAST_BACKUP_LABEL = PREFIX + "last-backup-of";

  /**
   * On a schedule: makes a backup at once, one for each new value. On the backup: the value that it
   * was made for.
   */
  public static final String RUN_NOW = PREFIX + "run-now";

  /** On a backup: has it tried out by restoring it elsewhere, once for each new value. */
  public static final String VERIFY = PREFIX + "verify";

  /** On every Secret we write; no template can override it, so that one watch finds them all. */
  public static final String CREDENTIALS_LABEL = PREFIX + "credentials";

  /** On our Secrets: the names of the labels that the template gave it, separated by commas. */
  public static final String TEMPLATE_LABELS = PREFIX + "template-labels";

  public static final String TEMPLATE_ANNOTATIONS = PREFIX + "template-annotations";

  /** On a Secret in another namespace than its user: {@code namespace/name/uid} of the user. */
  public static final String OWNED_BY = PREFIX + "owned-by";

  private Keys() {}
}
