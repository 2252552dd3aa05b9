package io.dbprovision.distribution.fault;

import io.dbprovision.distribution.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A file system in memory that is soon full; only root can make one. */
final class SmallDisk implements AutoCloseable {
  private static final Duration SHORT = Duration.ofSeconds(20);

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  static SmallDisk at(Path folder, long bytes) {
    mount(folder, bytes).must();
    return new SmallDisk(folder);
  }

  /** Whether there can be one here. */
  static boolean possible(Path folder) {
    if (mount(folder, 1 << 20).status() != 0) {
      return false;
    }
    new SmallDisk(folder).close();
    return true;
  }

  private static Command.Result mount(Path folder, long bytes) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String size = "size=" + bytes + ",mode=0700";
    return Command.run(
        SHORT, "", List.of("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString()));
  }

  Path folder() {
    return folder;
  }

  /** At once, whoever still has a file open there. */
  @Override
  public void close() {
    String _ = Command.run(SHORT, "", List.of("umount", "-l", folder.toString())).must();
  }
}
