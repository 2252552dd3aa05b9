package io.dbprovision.core.api;

import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kind of the API group.
 *
 * @param name as in {@code kind:}
 * @param spi the same kind as the engines know it, who see no difference of scope
 * @param finalizers the first is the one we add; the others were added by earlier operators and are
 *     removed with it
 */
public record CustomKind(
    String name, String plural, boolean namespaced, Kind spi, List<String> finalizers) {
  public static final String GROUP = "dbops.dbprovision.io";
  public static final String VERSION = "v1alpha1";

  public static final CustomKind INSTANCE =
      namespaced("DatabaseInstance", "instance-protection", Kind.INSTANCE);
  public static final CustomKind CLUSTER_INSTANCE =
      clusterWide(
          "ClusterDatabaseInstance",
          Kind.INSTANCE,
          "clusterdatabaseinstance-finalizer",
          "cluster-instance-protection");
  public static final CustomKind DATABASE =
      namespaced("Database", "database-protection", Kind.DATABASE);
  public static final CustomKind USER = namespaced("DatabaseUser", "user-protection", Kind.USER);
  public static final CustomKind ROLE = namespaced("DatabaseRole", "role-protection", Kind.ROLE);
  public static final CustomKind CLUSTER_ROLE =
      clusterWide("ClusterDatabaseRole", Kind.ROLE, "cluster-role-protection");
  public static final CustomKind GRANT =
      namespaced("DatabaseGrant", "grant-protection", Kind.GRANT);
  public static final CustomKind CLUSTER_GRANT =
      clusterWide("ClusterDatabaseGrant", Kind.GRANT, "cluster-grant-protection");

  public static final CustomKind BACKUP =
      namespaced("DatabaseBackup", "backup-protection", Kind.BACKUP);
  public static final CustomKind RESTORE =
      namespaced("DatabaseRestore", "restore-protection", Kind.RESTORE);
  public static final CustomKind BACKUP_SCHEDULE =
      namespaced(
          "DatabaseBackupSchedule", "schedule-protection", new Kind("DatabaseBackupSchedule"));

  /** Every kind this operator reconciles. */
  public static final List<CustomKind> ALL =
      List.of(
          INSTANCE,
          CLUSTER_INSTANCE,
          DATABASE,
          USER,
          ROLE,
          CLUSTER_ROLE,
          GRANT,
          CLUSTER_GRANT,
          BACKUP,
          RESTORE,
          BACKUP_SCHEDULE);

  public CustomKind {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(plural, "plural");
    Objects.requireNonNull(spi, "spi");
    finalizers = List.copyOf(finalizers);
  }

  public String apiVersion() {
    return GROUP + "/" + VERSION;
  }

  public String finalizer() {
    return finalizers.getFirst();
  }

  private static CustomKind namespaced(String name, String finalizer, Kind spi) {
    return new CustomKind(name, plural(name), true, spi, List.of(GROUP + "/" + finalizer));
  }

  private static CustomKind clusterWide(String name, Kind spi, String... finalizers) {
    return new CustomKind(
        name,
        plural(name),
        false,
        spi,
        Stream.of(finalizers).map(finalizer -> GROUP + "/" + finalizer).toList());
  }

  private static String plural(String name) {
    return name.toLowerCase(Locale.ROOT) + "s";
  }

  public static Optional<CustomKind> named(String name) {
    return ALL.stream().filter(kind -> kind.name.equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return name;
  }
}
