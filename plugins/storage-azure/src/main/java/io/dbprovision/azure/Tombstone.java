package io.dbprovision.azure;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that are not part of a blob can be dropped only by making a blob of none of them. Such an
 * empty blob carries this, is deleted at once, and is no object to anybody who asks this store.
 */
final class Tombstone {
  private static final String NAME = "dbops_discarded";

  static final Map<String, String> METADATA = Map.of(NAME, "true");

  private Tombstone() {}

  static boolean is(@Nullable Map<String, String> metadata) {
    return metadata != null && metadata.containsKey(NAME);
  }
}
