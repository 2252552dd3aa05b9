package io.dbprovision.core.schema;

import io.dbprovision.core.api.CustomKind;
import java.util.List;
import java.util.Locale;

/**
 * Which file of a bundle speaks of a kind. Engines see no difference of scope, so a cluster-wide
 * kind has the file of the one with namespaces, and a plugin's author writes a section once.
 */
final class SectionFiles {
  private static final List<CustomKind> CLUSTER_WIDE =
      List.of(CustomKind.CLUSTER_INSTANCE, CustomKind.CLUSTER_ROLE, CustomKind.CLUSTER_GRANT);

  private SectionFiles() {}

  static String of(String kind) {
    String known =
        CLUSTER_WIDE.stream()
            .filter(wide -> wide.name().equals(kind))
            .findFirst()
            .map(wide -> wide.spi().name())
            .orElse(kind);
    return known.toLowerCase(Locale.ROOT) + ".yaml";
  }
}
