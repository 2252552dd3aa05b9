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
}
