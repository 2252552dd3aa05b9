package io.dbprovision.distribution.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A namespace's claim, as worker processes see it. */
public final class VolumePlace implements BackupPlace {
  private static final String UPLOADS = ".dbops-uploads";
  private static final String CLAIM = "backups";
  private final StoredFiles files;

  /**
   * @param root the operator's {@code --pvc-root}
   */
  public VolumePlace(Path root, String namespace) {
    this.files = new StoredFiles(root.resolve(namespace).resolve(CLAIM));
  }

  @Override
  public String storage(String prefix, String... more) {
    return BackupPlace.block("pvc", List.of("claimName: " + CLAIM, "subPath: " + prefix), more);
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
