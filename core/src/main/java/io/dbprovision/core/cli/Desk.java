package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.Plain;
import io.dbprovision.core.kube.Cluster;
import io.dbprovision.core.status.Phase;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * What a command for people works with.
 *
 * @param namespace of names that have none
 * @param out for the result
 * @param err for what must not get into a pipe
 */
record Desk(
    Cluster cluster, String namespace, InstantSource clock, PrintWriter out, PrintWriter err) {
  Desk {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(clock, "clock");
  }

  /** One line of the result, safe for a terminal. */
  void say(String line) {
    out.println(line.isEmpty() ? line : indent(line) + Plain.line(line));
    out.flush();
  }

  /** One line beside the result. */
  void note(String line) {
    out.flush();
    err.println(indent(line) + Plain.line(line));
    err.flush();
  }

  /**
   * @throws CliException when it does not exist
   */
  CustomResource require(ResourceKey key) {
    return cluster
        .find(key)
        .orElseThrow(
            () ->
                new CliException(
                    key.kind().namespaced()
                        ? "there is no %s %s in namespace %s; another namespace: -n"
                            .formatted(key.kind(), key.name(), key.namespace())
                        : "there is no %s %s".formatted(key.kind(), key.name())));
  }

  /**
   * A backup that something can be done with.
   *
   * @param name as a person gives it, with or without its kind
   * @param done what cannot be done before it is over
   * @throws CliException when it does not exist or is not completed
   */
  CustomResource requireCompletedBackup(String name, String done) {
    CustomResource backup = require(ObjectName.parse(name, namespace, List.of(CustomKind.BACKUP)));
    String phase = backup.status().text("phase", Phase.PENDING.toString());
    if (!phase.equals(Phase.COMPLETED.toString())) {
      throw new CliException(
          "%s is %s, and only one that is Completed can be %s"
              .formatted(backup.key(), phase, done));
    }
    return backup;
  }

  private static String indent(String line) {
    return line.substring(0, line.length() - line.stripLeading().length());
  }
}
