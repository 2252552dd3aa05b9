package io.dbprovision.spi;

import java.util.List;
import java.util.Objects;

/**
 * What a finished copy holds.
 *
 * @param tool the program and its version, such as {@code pg_dump 18.1}
 * @param serverVersion of the server it came from
 * @param contents what a restored copy of it has to hold, taken in the same snapshot as the copy;
 *     {@link ContentSummary#unknown} when the block leaves out rows or objects
 * @param warnings sentences for the object's status
 */
public record DumpSummary(
    String tool, String serverVersion, ContentSummary contents, List<String> warnings) {
  public DumpSummary {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(serverVersion, "serverVersion");
    Objects.requireNonNull(contents, "contents");
    warnings = List.copyOf(warnings);
  }
}
