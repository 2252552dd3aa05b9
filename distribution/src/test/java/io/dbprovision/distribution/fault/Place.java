package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.work.StoreAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where a round's backup goes.
 *
 * @param worker how the worker gets there: through a wire, maybe
 * @param direct how the test gets there
 * @param prefix of all keys of this round
 * @param contents all that is there of this round, by other means than the store's own
 */
record Place(
    StoreAccess worker, StoreAccess direct, String prefix, Supplier<List<String>> contents) {
  String path() {
    return prefix + "/shop.dump";
  }

  /** All files below a folder. */
  static List<String> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
