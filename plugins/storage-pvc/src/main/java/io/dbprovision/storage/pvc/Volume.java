package io.dbprovision.storage.pvc;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A mounted claim; the mount itself may be reached by a link, which is the operator's own. */
record Volume(Path mount, Failures failures) {
  /** One step from a folder to the next; empty where there is none. */
  @FunctionalInterface
  private interface Step {
    Optional<Folder> into(Folder folder, String name) throws IOException;
  }

  Folder root() throws IOException {
    try {
      return Folder.open(mount, failures);
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw failures.notMounted(e);
    }
  }

  /** The folder of these names, if there is one. */
  Optional<Folder> folder(List<String> names) throws IOException {
    return walk(names, Folder::child);
  }

  /** The same, made where it is missing; empty when one of the names is that of a file. */
  Optional<Folder> folderOrNew(List<String> names) throws IOException {
    return walk(names, Folder::childOrNew);
  }

  private Optional<Folder> walk(List<String> names, Step step) throws IOException {
    Folder at = root();
    try {
      for (String name : names) {
        Optional<Folder> next = step.into(at, name);
        at.close();
        if (next.isEmpty()) {
          return next;
        }
        at = next.get();
      }
      return Optional.of(at);
    } catch (IOException | RuntimeException e) {
      at.close();
      throw e;
    }
  }
}
