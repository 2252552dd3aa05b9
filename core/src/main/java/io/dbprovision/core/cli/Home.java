package io.dbprovision.core.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Where the program is installed. */
final class Home {
  private Home() {}

  /** The launcher sets it; the working directory otherwise. */
  static Path path() {
    return Path.of(Optional.ofNullable(System.getProperty("dbops.home")).orElse("."));
  }

  /** The plugins directory by flag, environment, or the installation's own. */
  static Path plugins(Optional<Path> flag) {
    return flag.or(
            () ->
                Optional.ofNullable(System.getenv("DBOPS_PLUGINS_DIR"))
                    .filter(variable -> !variable.isEmpty())
                    .map(Path::of))
        .orElseGet(() -> path().resolve("plugins"));
  }
}
