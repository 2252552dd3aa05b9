package io.dbprovision.storage.pvc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives a file that is whole and durable its name, and never takes a name that is taken: by a hard
 * link, which exists or does not; where a file system has none, by a claim on the name that all of
 * us respect and a rename.
 */
final class Publication {
  /** {@link Files#createLink}, or what a file system without links does. */
  @FunctionalInterface
  interface Linker {
    void link(Path link, Path existing) throws IOException;
  }

  private final Volume volume;
  private final Linker linker;

  Publication(Volume volume, Linker linker) {
    this.volume = volume;
    this.linker = linker;
  }

  /**
   * @param part in the folder of uploads; it may stay there
   * @return what readers find
   */
  BasicFileAttributes publish(Folder uploads, String part, Folder parent, String key)
      throws IOException {
    String name = Keys.names(key).getLast();
    BasicFileAttributes written =
        uploads.look(part).orElseThrow(() -> new IOException("the upload was given up meanwhile"));
    removeEmptyFolder(parent, name);
    try {
      linker.link(parent.path().resolve(name), uploads.path().resolve(part));
    } catch (FileAlreadyExistsException e) {
      throw volume.failures().conflict(key);
    } catch (UnsupportedOperationException | FileSystemException e) {
      rename(uploads, part, parent, key);
    }
    Optional<BasicFileAttributes> there = parent.look(name);
    if (there.isEmpty() || !Objects.equals(there.get().fileKey(), written.fileKey())) {
      throw new IOException("its folder was replaced meanwhile");
    }
    return there.get();
  }

  /** An object store has no folders: one that its objects left behind is in nobody's way. */
  private static void removeEmptyFolder(Folder parent, String name) throws IOException {
    Optional<BasicFileAttributes> there = parent.look(name);
    if (there.isPresent() && there.get().isDirectory()) {
      try {
        parent.deleteFolder(name);
      } catch (FileSystemException notEmpty) {
        // then the name is taken
      }
    }
  }

  private void rename(Folder uploads, String part, Folder parent, String key) throws IOException {
    String name = Keys.names(key).getLast();
    String claim = digest(key) + Uploads.CLAIM;
    try {
      uploads.create(claim).close();
    } catch (FileAlreadyExistsException e) {
      throw volume.failures().conflict(key);
    }
    try {
      if (parent.look(name).isPresent()) {
        throw volume.failures().conflict(key);
      }
      uploads.move(part, parent, name);
    } finally {
      uploads.delete(claim);
    }
  }

  private static String digest(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
