package io.dbprovision.core.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/**
 * Checks {@code <jar>.sig}: an Ed25519 signature of the jar, raw or in Base64, as {@code openssl
 * pkeyutl -sign -rawin} writes it. The JDK keeps all that is signed in memory; for a jar too large
 * for that, the signature may be of the checksum file beside it instead.
 */
final class Signatures {
  private static final int BYTES = 64;
  private static final long LARGEST = 16L << 20;

  private final TrustedKeys trusted;

  Signatures(TrustedKeys trusted) {
    this.trusted = trusted;
  }

  /**
   * @throws RefusedException when signatures are asked for, and this jar's is not one of a trusted
   *     key
   */
  void check(Path jar) {
    if (trusted.keys().isEmpty()) {
      return;
    }
    Path file = jar.resolveSibling(jar.getFileName() + ".sig");
    if (!Files.isRegularFile(file)) {
      throw new RefusedException("it is not signed: there is no file " + file.getFileName());
    }
    try {
      byte[] signature = decoded(Files.readAllBytes(file));
      if (!ofChecksum(jar, signature) && !ofJar(jar, signature)) {
        throw new RefusedException(
            "%s is no signature of %s by a trusted key"
                .formatted(file.getFileName(), jar.getFileName()));
      }
    } catch (IOException e) {
      throw new RefusedException("its signature cannot be read: " + e.getMessage(), e);
    }
  }

  private boolean ofChecksum(Path jar, byte[] signature) throws IOException {
    Path checksum = Checksums.file(jar);
    if (!Files.isRegularFile(checksum)
        || !signedByAnybody(Files.readAllBytes(checksum), signature)) {
      return false;
    }
    // what is signed says nothing yet about this very jar
    new Checksums(ChecksumMode.ENFORCE).check(jar);
    return true;
  }

  private boolean ofJar(Path jar, byte[] signature) throws IOException {
    return Files.size(jar) <= LARGEST && signedByAnybody(Files.readAllBytes(jar), signature);
  }

  private boolean signedByAnybody(byte[] text, byte[] signature) {
    return trusted.keys().stream().anyMatch(key -> signed(key, text, signature));
  }

  private static boolean signed(PublicKey key, byte[] text, byte[] signature) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(text);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      // of the wrong length or no point of the curve: as good as none
      return false;
    }
  }

  private static byte[] decoded(byte[] content) {
    if (content.length == BYTES) {
      return content;
    }
    try {
      return Base64.getMimeDecoder().decode(new String(content, StandardCharsets.US_ASCII).strip());
    } catch (IllegalArgumentException e) {
      return content;
    }
  }
}
