package io.dbprovision.core.observability;

import io.prometheus.metrics.model.snapshots.Labels;

/**
 * What the metrics show of one custom resource: its phase, and labels of its kind.
 *
 * @param metric the name of the info metric, without {@code _info}
 * @param labels all labels of that metric, with the phase where its kind has it there
 */
public record ObjectInfo(ObjectRef ref, String phase, String metric, Labels labels) {

  /**
   * @param version empty until known
   */
  public static ObjectInfo instance(
      ObjectRef ref, String phase, String engine, String version, String host, int port) {
    return of(
        "instance",
        ref,
        phase,
        "engine",
        engine,
        "version",
        version,
        "host",
        host,
        "port",
        Integer.toString(port));
  }

  /**
   * @param instance the instance it is on
   * @param databaseName the name on the server
   */
  public static ObjectInfo database(
      ObjectRef ref, String phase, String instance, String databaseName) {
    return of("database", ref, phase, "instance_ref", instance, "db_name", databaseName);
  }

  /**
   * @param instance the instance it is on
   * @param userName the name on the server
   */
  public static ObjectInfo user(ObjectRef ref, String phase, String instance, String userName) {
    return of("user", ref, phase, "instance_ref", instance, "username", userName);
  }

  /**
   * @param instance the instance it is on
   * @param roleName the name on the server
   */
  public static ObjectInfo role(ObjectRef ref, String phase, String instance, String roleName) {
    return of("role", ref, phase, "instance_ref", instance, "role_name", roleName);
  }

  /**
   * @param grantee the object it gives to
   * @param database the database object it waits for; empty for none
   * @param privileges all that it gives, joined by commas
   */
  public static ObjectInfo grant(
      ObjectRef ref, String phase, String grantee, String database, String privileges) {
    return of(
        "grant",
        ref,
        phase,
        "user_ref",
        grantee,
        "database_ref",
        database,
        "privileges",
        privileges);
  }

  /**
   * @param database the Database object it copies
   * @param store the name of the store
   */
  public static ObjectInfo backup(ObjectRef ref, String phase, String database, String store) {
    return of("backup", ref, phase, "database_ref", database, "storage_type", store);
  }

  /**
   * @param backup the DatabaseBackup it reads; empty for a path
   * @param instance that it restores on
   */
  public static ObjectInfo restore(ObjectRef ref, String phase, String backup, String instance) {
    return of("restore", ref, phase, "backup_ref", backup, "target_instance", instance);
  }

  /**
   * @param database the Database object of its backups
   */
  public static ObjectInfo schedule(
      ObjectRef ref, String phase, String database, String cron, boolean paused) {
    Labels more =
        Labels.of("database_ref", database, "cron", cron, "paused", Boolean.toString(paused));
    return new ObjectInfo(ref, phase, "dbops_schedule", named("schedule", ref).merge(more));
  }

  /**
   * @param more names and values of the labels that its kind has besides name, namespace and phase
   */
  private static ObjectInfo of(String kind, ObjectRef ref, String phase, String... more) {
    Labels labels = named(kind, ref).merge(Labels.of(more)).add("phase", phase);
    return new ObjectInfo(ref, phase, "dbops_" + kind, labels);
  }

  private static Labels named(String kind, ObjectRef ref) {
    return Labels.of(kind, ref.name(), "namespace", ref.namespace());
  }
}
