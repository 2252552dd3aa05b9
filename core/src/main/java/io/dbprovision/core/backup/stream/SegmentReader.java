package io.dbprovision.core.backup.stream;

import io.dbprovision.core.digest.Sha256;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * The compressed stream of a backup, each segment proven before a byte of it is given. It ends only
 * where the backup does; otherwise it throws an EngineException.
 */
final class SegmentReader extends InputStream {
  private final ObjectStore store;
  private final String path;
  private final Manifest manifest;
  private final Preamble preamble;
  private final SegmentCipher cipher;
  private final Complaint complaint;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] sealed = new byte[SegmentCipher.SEALED];
  private final byte[] plain = new byte[SegmentCipher.SEALED];
  private @Nullable InputStream part;
  private int number;
  private long leftInPart;
  private long segments;
  private long stored;
  private int from;
  private int to;
  private boolean ended;

  SegmentReader(ObjectStore store, String path, Manifest manifest, SegmentCipher cipher) {
    this.store = store;
    this.path = path;
    this.manifest = manifest;
    this.preamble = Preamble.of(manifest);
    this.cipher = cipher;
    this.complaint = new Complaint(path);
  }

  /** Bytes of the parts so far. */
  long stored() {
    return stored;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (from == to) {
      if (ended) {
        return -1;
      }
      nextSegment();
    }
    int count = Math.min(length, to - from);
    System.arraycopy(plain, from, into, offset, count);
    from += count;
    return count;
  }

  @Override
  public int available() {
    return to - from;
  }

  private void nextSegment() {
    InputStream in = part == null ? nextPart() : part;
    int length = (int) Math.min(SegmentCipher.SEALED, leftInPart);
    if (length < SegmentCipher.TAG) {
      throw damaged("has a rest that is no segment");
    }
    fill(in, sealed, length);
    leftInPart -= length;
    boolean last = leftInPart == 0 && number == manifest.parts().size();
    try {
      from = 0;
      to = cipher.open(sealed, length, last, plain);
    } catch (AEADBadTagException e) {
      throw damaged("is damaged in its segment " + (segments + 1) + " of the whole").causedBy(e);
    }
    segments++;
    if (leftInPart == 0) {
      endPart(in);
    }
    if (last) {
      end();
    }
  }

  private InputStream nextPart() {
    number++;
    if (number > manifest.parts().size()) {
      throw complaint.damaged("has a manifest that tells of no parts");
    }
    InputStream in = opened();
    part = in;
    byte[] expected = preamble.bytes(number);
    leftInPart = manifest.parts().get(number - 1) - expected.length;
    byte[] start = new byte[expected.length];
    fill(in, start, start.length);
    if (!Arrays.equals(start, expected)) {
      throw damaged("does not begin as a part of this backup does");
    }
    return in;
  }

  private InputStream opened() {
    try {
      return store.open(ObjectNames.part(path, number), 0);
    } catch (EngineException e) {
      throw e.kind() == ErrorKind.NOT_FOUND ? damaged("is missing").causedBy(e) : e;
    }
  }

  private void fill(InputStream in, byte[] into, int length) {
    try {
      int count = in.readNBytes(into, 0, length);
      digest.update(into, 0, count);
      stored += count;
      if (count < length) {
        throw damaged("is shorter than the manifest says");
      }
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private void endPart(InputStream in) {
    try {
      if (in.read() >= 0) {
        throw damaged("is longer than the manifest says");
      }
      in.close();
      part = null;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private void end() {
    if (segments != manifest.segments()
        || !manifest.checksum().equals("sha256:" + Sha256.hex(digest.digest()))) {
      throw complaint.damaged("is not what its manifest says: another checksum or length");
    }
    ended = true;
  }

  private EngineException damaged(String what) {
    return complaint.damaged(
        "cannot be used: part " + number + " ('" + ObjectNames.part(path, number) + "') " + what);
  }

  private EngineException lost(IOException e) {
    return complaint
        .of(ErrorKind.UNREACHABLE, "could not be read to its end: the store broke off")
        .causedBy(e);
  }

  @Override
  public void close() throws IOException {
    if (part != null) {
      part.close();
      part = null;
    }
  }
}
