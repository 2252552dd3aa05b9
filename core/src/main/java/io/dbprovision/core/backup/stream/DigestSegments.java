package io.dbprovision.core.backup.stream;

import io.dbprovision.core.digest.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/** Plain bytes with the first half of a SHA-256: finds damage, not malice. */
final class DigestSegments implements SegmentCipher {
  private final MessageDigest digest = Sha256.digest();
  private final byte[] binding;
  private long number;

  DigestSegments(byte[] binding) {
    this.binding = binding.clone();
  }

  @Override
  public int seal(byte[] plain, int length, boolean last, byte[] sealed) {
    System.arraycopy(plain, 0, sealed, 0, length);
    System.arraycopy(tag(plain, length, last), 0, sealed, length, TAG);
    return length + TAG;
  }

  @Override
  public int open(byte[] sealed, int length, boolean last, byte[] plain)
      throws AEADBadTagException {
    int inner = length - TAG;
    if (!Arrays.equals(tag(sealed, inner, last), 0, TAG, sealed, inner, length)) {
      throw new AEADBadTagException("checksum");
    }
    System.arraycopy(sealed, 0, plain, 0, inner);
    return inner;
  }

  private byte[] tag(byte[] bytes, int length, boolean last) {
    digest.update(binding);
    digest.update(SegmentCipher.nonce(number, last));
    number++;
    digest.update(bytes, 0, length);
    return digest.digest();
  }
}
