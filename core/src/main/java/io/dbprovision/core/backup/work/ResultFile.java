package io.dbprovision.core.backup.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** How a work ended, in a file: there as a whole or not at all. */
public final class ResultFile {
  private ResultFile() {}

  /** One that is there is written over: Kubernetes makes a mount point of it. */
  public static void write(Path file, String outcome) throws IOException {
    byte[] text = outcome.getBytes(StandardCharsets.UTF_8);
    if (Files.exists(file)) {
      Files.write(file, text);
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Empty when there is none, or nothing that a worker wrote. */
  static Optional<WorkState> read(Path file) {
    try {
      // a file of somebody else's may be of any size
      return Files.size(file) > 2 * OutcomeJson.LARGEST
          ? Optional.empty()
          : OutcomeJson.outcome(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
