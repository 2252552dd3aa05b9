package io.dbprovision.spi.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs that give out only the beginning of what the real ones do, and claim success. */
final class CutTools {
  private CutTools() {}

  /** Puts one of the real one's name into the folder. */
  static void make(Path folder, Path real, long bytes) throws IOException {
    Path program = folder.resolve(String.valueOf(real.getFileName()));
    Files.writeString(
        program,
        """
        #!/bin/sh
        case "$*" in *--version*) exec '%1$s' "$@" ;; esac
        '%1$s' "$@" | head -c %2$d
        exit 0
        """
            .formatted(real.toAbsolutePath(), bytes));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
