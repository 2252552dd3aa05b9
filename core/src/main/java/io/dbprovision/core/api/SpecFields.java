package io.dbprovision.core.api;

import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which fields of a spec are the same for every engine. Any other is an engine's section, which is
 * how a section is known without knowing the engine.
 */
public final class SpecFields {
  private static final Set<String> INSTANCE =
      Set.of(
          "connection",
          "deletionProtection",
          "discovery",
          "driftPolicy",
          "engine",
          "healthCheck",
          "resourceTracking",
          "tls");
  private static final Set<String> DATABASE =
      Set.of(
          "clusterInstanceRef",
          "deletionPolicy",
          "deletionProtection",
          "driftPolicy",
          "initSQL",
          "instanceRef",
          "name",
          "owner",
          "snapshot");
  private static final Set<String> USER =
      Set.of(
          "clusterInstanceRef",
          "driftPolicy",
          "existingPasswordSecret",
          "instanceRef",
          "passwordRotation",
          "passwordSecret",
          "roles",
          "username");
  private static final Set<String> ROLE =
      Set.of(
          "clusterInstanceRef", "driftPolicy", "instanceRef", "managedResourceComment", "roleName");
  private static final Set<String> GRANT =
      Set.of(
          "clusterInstanceRef",
          "databaseRef",
          "deletionProtection",
          "driftPolicy",
          "roleRef",
          "userRef");
  private static final Set<String> BACKUP =
      Set.of(
          "activeDeadlineSeconds",
          "compression",
          "databaseRef",
          "encryption",
          "storage",
          "ttl",
          "verification");
  private static final Set<String> RESTORE =
      Set.of("activeDeadlineSeconds", "backupRef", "confirmation", "fromPath", "target");
  private static final Set<String> SCHEDULE =
      Set.of(
          "concurrencyPolicy",
          "deletionProtection",
          "failedBackupsHistoryLimit",
          "jitterSeconds",
          "paused",
          "retention",
          "schedule",
          "startingDeadlineSeconds",
          "successfulBackupsHistoryLimit",
          "template",
          "timezone",
          "verification");

  private static final Map<Kind, Set<String>> COMMON =
      Map.of(
          Kind.INSTANCE,
          INSTANCE,
          Kind.DATABASE,
          DATABASE,
          Kind.USER,
          USER,
          Kind.ROLE,
          ROLE,
          Kind.GRANT,
          GRANT,
          Kind.BACKUP,
          BACKUP,
          Kind.RESTORE,
          RESTORE,
          CustomKind.BACKUP_SCHEDULE.spi(),
          SCHEDULE);

  /** Blocks of the spec that may hold sections, too. */
  private static final Map<String, Set<String>> BLOCKS =
      Map.of(
          "passwordRotation",
          Set.of(
              "enabled",
              "maxAge",
              "oldUserPolicy",
              "restartWorkloads",
              "schedule",
              "serviceRole",
              "strategy",
              "userNaming"),
          "resourceTracking",
          Set.of("commentFormat", "enabled"));

  /** The block whose own section is read, where its strategy has use for it. */
  private static final String READ = "passwordRotation";

  private SpecFields() {}

  /**
   * Sections that a manifest carries and that nobody reads: those for engines other than its own,
   * and within a block also the engine's own where engines have no use for it.
   *
   * @param section the key of the engine that the object is for
   * @return a sentence for each, beginning with the field's path
   */
  public static List<String> unread(CustomKind kind, Fields spec, String section) {
    Stream<String> own =
        foreign(spec, common(kind), section)
            .map(
                key ->
                    "spec.%s: has no effect on this server, whose engine reads spec.%s"
                        .formatted(key, section));
    Stream<String> nested =
        BLOCKS.keySet().stream()
            .filter(common(kind)::contains)
            .flatMap(
                block ->
                    sections(spec.object(block), BLOCKS.getOrDefault(block, Set.of()))
                        .filter(key -> !key.equals(section) || !READ.equals(block))
                        .map(
                            key ->
                                "spec.%s.%s: has no effect %s"
                                    .formatted(
                                        block,
                                        key,
                                        key.equals(section)
                                            ? "in this version"
                                            : "on this server, it is for another engine")));
    return Stream.concat(own, nested).toList();
  }

  /** Whether the kind has the field for every engine. */
  public static boolean has(CustomKind kind, String field) {
    return common(kind).contains(field);
  }

  /** Of the kind and of its cluster-wide sister, which have less of the same. */
  static Set<String> common(CustomKind kind) {
    return Objects.requireNonNull(COMMON.get(kind.spi()), kind::name);
  }

  private static Stream<String> foreign(Fields block, Set<String> common, String section) {
    return sections(block, common).filter(key -> !key.equals(section));
  }

  private static Stream<String> sections(Fields block, Set<String> common) {
    return block.values().keySet().stream().filter(key -> !common.contains(key)).sorted();
  }
}
