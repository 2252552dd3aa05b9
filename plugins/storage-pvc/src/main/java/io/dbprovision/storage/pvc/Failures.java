package io.dbprovision.storage.pvc;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** What the file system says, in the words of whoever owns the claim. */
record Failures(String claim, String field, Path mount) {
  @FunctionalInterface
  interface Io<T> {
    T run() throws IOException;
  }

  <T> T guarded(Io<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw of(e);
    }
  }

  EngineException notMounted(IOException e) {
    return EngineException.at(
            ErrorKind.NOT_FOUND,
            field,
            ("the claim '%s' is not mounted here: there is no folder %s; mount it there, or name"
                    + " the folder with --pvc-root")
                .formatted(claim, mount))
        .causedBy(e);
  }

  EngineException symbolicLink(String name) {
    return EngineException.of(
        ErrorKind.PERMISSION,
        "'%s' in the volume of claim '%s' is a symbolic link, which is not followed; put a folder in its place"
            .formatted(name, claim));
  }

  EngineException conflict(String key) {
    return EngineException.of(
        ErrorKind.CONFLICT,
        "'%s' is there already in the volume of claim '%s'".formatted(key, claim));
  }

  EngineException notFound(String key) {
    return EngineException.of(
        ErrorKind.NOT_FOUND, "there is no '%s' in the volume of claim '%s'".formatted(key, claim));
  }

  EngineException of(IOException e) {
    String reason = reason(e);
    String said = reason.toLowerCase(Locale.ROOT);
    if (said.contains("no space left") || said.contains("quota exceeded")) {
      return with(
          ErrorKind.EXHAUSTED,
          "is full: make the claim larger, or let backups expire sooner",
          reason,
          e);
    }
    if (said.contains("read-only file system")) {
      return with(ErrorKind.PERMISSION, "is mounted for reading only", reason, e);
    }
    if (e instanceof AccessDeniedException
        || said.contains("permission denied")
        || said.contains("not permitted")) {
      return with(
          ErrorKind.PERMISSION,
          "does not let this process in: give its folders to the process's group (fsGroup)",
          reason,
          e);
    }
    if (said.contains("name too long")) {
      return with(ErrorKind.INVALID, "takes no name of that length", reason, e);
    }
    if (said.contains("stale") || said.contains("not connected") || said.contains("host is down")) {
      return with(ErrorKind.UNREACHABLE, "lost its server: mount it anew", reason, e);
    }
    if (said.contains("timed out")) {
      return with(ErrorKind.TIMEOUT, "does not answer in time", reason, e);
    }
    return with(ErrorKind.INTERNAL, "failed", reason, e);
  }

  private EngineException with(ErrorKind kind, String sentence, String reason, IOException e) {
    return EngineException.of(
            kind, "the volume of claim '%s' %s (%s)".formatted(claim, sentence, reason))
        .causedBy(e);
  }

  /** Without the paths that the message has. */
  private static String reason(IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return "interrupted";
    }
    if (e instanceof FileSystemException file) {
      String reason = file.getReason();
      return reason == null ? file.getClass().getSimpleName() : reason;
    }
    return String.valueOf(e.getMessage());
  }
}
