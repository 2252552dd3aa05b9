package io.dbprovision.distribution.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder that the operator takes for a mounted claim. */
public final class VolumePlace implements BackupPlace {
  private static final String UPLOADS = ".dbops-uploads";
  private final StoredFiles files;

  /**
   * @param root the operator's {@code --pvc-root}
   */
  public VolumePlace(Path root) {
    this.files = new StoredFiles(root);
  }

  @Override
  public String storage(String prefix, String... more) {
    return BackupPlace.block("pvc", List.of("claimName: backups", "subPath: " + prefix), more);
  }

  @Override
  public String login() {
    return "";
  }

  @Override
  public List<String> keys(String start) {
    return files.keys(start);
  }

  public StoredFiles files() {
    return files;
  }

  /** The bytes of uploads that nobody sees yet, of all that use the volume. */
  public long uploading() {
    return files.keys(UPLOADS).stream().mapToLong(key -> size(files.root().resolve(key))).sum();
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
