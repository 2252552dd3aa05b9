package io.dbprovision.distribution.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A pg_dump of whose output the end gets lost on its way, and that says all the same that it has
 * done its work.
 */
final class CutPipe {
  private final Path folder;

  private CutPipe(Path folder) {
    this.folder = folder;
  }

  /**
   * @param bytes what goes through
   */
  static CutPipe after(Path folder, long bytes) throws IOException {
    CutPipe pipe = new CutPipe(Files.createDirectories(folder));
    Path script = folder.resolve("pg_dump");
    Files.writeString(
        script,
        """
        #!/bin/sh
        case "$*" in *--version*) exec '%1$s' "$@" ;; esac
        '%1$s' "$@" | { /usr/bin/head -c %2$d; /usr/bin/wc -c > '%3$s'; }
        """
            .formatted(Shop.program("pg_dump"), bytes, pipe.lostFile()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return pipe;
  }

  /** To be searched for programs before others. */
  Path folder() {
    return folder;
  }

  private Path lostFile() {
    return folder.resolve("lost");
  }

  /** Whether anything was lost. */
  boolean lost() {
    try {
      String bytes = Files.exists(lostFile()) ? Files.readString(lostFile()).strip() : "";
      return !bytes.isEmpty() && Long.parseLong(bytes) > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
