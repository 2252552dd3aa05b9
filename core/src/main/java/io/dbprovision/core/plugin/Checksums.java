package io.dbprovision.core.plugin;

import io.dbprovision.core.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Locale;
import java.util.Optional;

/** Compares jars with the checksum files beside them, in the format of {@code sha256sum}. */
final class Checksums {
  private final ChecksumMode mode;

  Checksums(ChecksumMode mode) {
    this.mode = mode;
  }

  /**
   * @return a warning
   * @throws RefusedException when the checksum is enforced and not right
   */
  Optional<String> check(Path jar) {
    if (mode == ChecksumMode.OFF) {
      return Optional.empty();
    }
    Optional<String> complaint = complaint(jar);
    if (complaint.isPresent() && mode == ChecksumMode.ENFORCE) {
      throw new RefusedException(complaint.get());
    }
    return complaint;
  }

  static Path file(Path jar) {
    return jar.resolveSibling(jar.getFileName() + ".sha256");
  }

  private static Optional<String> complaint(Path jar) {
    Path file = file(jar);
    if (!Files.exists(file)) {
      return Optional.of("it has no checksum file " + file.getFileName());
    }
    try {
      String expected = Files.readString(file).strip().split("\\s", 2)[0];
      return expected.toLowerCase(Locale.ROOT).equals(sha256(jar))
          ? Optional.empty()
          : Optional.of("its SHA-256 is not the one in " + file.getFileName());
    } catch (IOException e) {
      return Optional.of("its checksum cannot be checked: " + e.getMessage());
    }
  }

  private static String sha256(Path jar) throws IOException {
    try (InputStream in = Files.newInputStream(jar);
        DigestInputStream digested = new DigestInputStream(in, Sha256.digest())) {
      digested.transferTo(OutputStream.nullOutputStream());
      return Sha256.hex(digested.getMessageDigest().digest());
    }
  }
}
