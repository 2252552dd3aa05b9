package io.dbprovision.postgres.copy;

import io.dbprovision.spi.DumpFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What pg_dump can write. The constants are the words of manifests, in capitals. */
enum Format {
  CUSTOM(".dump"),
  PLAIN(".sql"),
  /** Its files go one after the other, as a tar of the folder. */
  DIRECTORY(".dir"),
  TAR(".tar");

  private final String extension;

  Format(String extension) {
    this.extension = extension;
  }

  static Optional<Format> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  DumpFormat spi() {
    return new DumpFormat(word(), extension);
  }

  /** One from which pg_restore can take a part, and which it can tell from a cut one. */
  boolean archive() {
    return this != PLAIN;
  }
}
