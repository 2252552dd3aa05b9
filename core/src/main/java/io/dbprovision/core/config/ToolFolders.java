package io.dbprovision.core.config;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Where client programs of database servers are looked for before the system's own folders. */
public final class ToolFolders {
  static final String VARIABLE = "DBOPS_TOOLS";

  private ToolFolders() {}

  /**
   * What the flag names, else what the variable names, parted as {@code PATH} is.
   *
   * @throws IllegalArgumentException when a flag names nothing
   */
  public static List<Path> of(List<String> flags, Map<String, String> environment) {
    List<String> named =
        flags.isEmpty()
            ? Arrays.stream(environment.getOrDefault(VARIABLE, "").split(File.pathSeparator, -1))
                .filter(name -> !name.isBlank())
                .toList()
            : flags;
    return named.stream().map(ToolFolders::folder).toList();
  }

  private static Path folder(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("is empty; name a folder with client programs");
    }
    return Path.of(name).toAbsolutePath();
  }
}
