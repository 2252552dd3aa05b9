package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.spi.Section;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a restore goes.
 *
 * @param site with the name of the target inside the server
 * @param object the Database that is filled; null for one that nobody declared yet
 * @param replace whether what it holds now is given up
 * @param warnings what of the manifest has no effect, a sentence each
 */
record RestoreTarget(
    Site site,
    Section block,
    @Nullable CustomResource object,
    boolean replace,
    List<String> warnings) {
  RestoreTarget {
    Objects.requireNonNull(site, "site");
    Objects.requireNonNull(block, "block");
    warnings = List.copyOf(warnings);
  }

  Optional<CustomResource> database() {
    return Optional.ofNullable(object);
  }
}
