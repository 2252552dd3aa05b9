package io.dbprovision.core.observability;

import io.prometheus.metrics.model.snapshots.Labels;

/**
 * What the metrics show of one custom resource: its phase, and labels of its kind.
 *
 * @param metric the name of the info metric, without {@code _info}
 * @param labels all labels of that metric, phase included
 */
public record ObjectInfo(ObjectRef ref, String phase, String metric, Labels labels) {

  /**
   * @param version empty until known
   */
  public static ObjectInfo instance(
      ObjectRef ref, String phase, String engine, String version, String host, int port) {
    return new ObjectInfo(
        ref,
        phase,
        "dbops_instance",
        Labels.of(
            "instance",
            ref.name(),
            "namespace",
            ref.namespace(),
            "engine",
            engine,
            "version",
            version,
            "host",
            host,
            "port",
            Integer.toString(port),
            "phase",
            phase));
  }

  /**
   * @param instance the instance it is on
   * @param databaseName the name on the server
   */
  public static ObjectInfo database(
      ObjectRef ref, String phase, String instance, String databaseName) {
    return new ObjectInfo(
        ref,
        phase,
        "dbops_database",
        Labels.of(
            "database",
            ref.name(),
            "namespace",
            ref.namespace(),
            "instance_ref",
            instance,
            "db_name",
            databaseName,
            "phase",
            phase));
  }

  /**
   * @param instance the instance it is on
   * @param userName the name on the server
   */
  public static ObjectInfo user(ObjectRef ref, String phase, String instance, String userName) {
    return new ObjectInfo(
        ref,
        phase,
        "dbops_user",
        Labels.of(
            "user",
            ref.name(),
            "namespace",
            ref.namespace(),
            "instance_ref",
            instance,
            "username",
            userName,
            "phase",
            phase));
  }

  /**
   * @param instance the instance it is on
   * @param roleName the name on the server
   */
  public static ObjectInfo role(ObjectRef ref, String phase, String instance, String roleName) {
    return new ObjectInfo(
        ref,
        phase,
        "dbops_role",
        Labels.of(
            "role",
            ref.name(),
            "namespace",
            ref.namespace(),
            "instance_ref",
            instance,
            "role_name",
            roleName,
            "phase",
            phase));
  }

  /**
   * @param grantee the object it gives to
   * @param database the database object it waits for; empty for none
   * @param privileges all that it gives, joined by commas
   */
  public static ObjectInfo grant(
      ObjectRef ref, String phase, String grantee, String database, String privileges) {
    return new ObjectInfo(
        ref,
        phase,
        "dbops_grant",
        Labels.of(
            "grant",
            ref.name(),
            "namespace",
            ref.namespace(),
            "user_ref",
            grantee,
            "database_ref",
            database,
            "privileges",
            privileges,
            "phase",
            phase));
  }

  /**
   * @param database the Database object it copies
   * @param store the name of the store
   */
  public static ObjectInfo backup(ObjectRef ref, String phase, String database, String store) {
    return new ObjectInfo(
        ref,
        phase,
        "dbops_backup",
        Labels.of(
            "backup",
            ref.name(),
            "namespace",
            ref.namespace(),
            "database_ref",
            database,
            "storage_type",
            store,
            "phase",
            phase));
  }

  /**
   * @param backup the DatabaseBackup it reads; empty for a path
   * @param instance that it restores on
   */
  public static ObjectInfo restore(ObjectRef ref, String phase, String backup, String instance) {
    return new ObjectInfo(
        ref,
        phase,
        "dbops_restore",
        Labels.of(
            "restore",
            ref.name(),
            "namespace",
            ref.namespace(),
            "backup_ref",
            backup,
            "target_instance",
            instance,
            "phase",
            phase));
  }

  /**
   * @param database the Database object of its backups
   */
  public static ObjectInfo schedule(
      ObjectRef ref, String phase, String database, String cron, boolean paused) {
    return new ObjectInfo(
        ref,
        phase,
        "dbops_schedule",
        Labels.of(
            "schedule",
            ref.name(),
            "namespace",
            ref.namespace(),
            "database_ref",
            database,
            "cron",
            cron,
            "paused",
            Boolean.toString(paused)));
  }
}
