package io.dbprovision.core.backup.stream;

import io.dbprovision.core.digest.Sha256;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seals segments and writes them into parts of whole segments. For one thread at a time. */
final class PartWriter implements AutoCloseable {
  private final ObjectStore store;
  private final String path;
  private final Preamble preamble;
  private final SegmentCipher cipher;
  private final long segmentsPerPart;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] sealed = new byte[SegmentCipher.SEALED];
  private final ByteBuffer outgoing = ByteBuffer.wrap(sealed);
  private final List<Long> sizes = new ArrayList<>();
  private @Nullable Upload upload;
  private long size;
  private long inPart;
  private long segments;
  private long stored;

  PartWriter(
      ObjectStore store, String path, Preamble preamble, SegmentCipher cipher, long partBytes) {
    this.store = store;
    this.path = path;
    this.preamble = preamble;
    this.cipher = cipher;
    this.segmentsPerPart = Math.max(1, (partBytes - preamble.length()) / SegmentCipher.SEALED);
  }

  void write(Segment segment) {
    if (upload != null && inPart == segmentsPerPart) {
      endPart();
    }
    Upload part = upload == null ? beginPart() : upload;
    int length = cipher.seal(segment.bytes(), segment.length(), segment.isLast(), sealed);
    send(part, outgoing.clear().limit(length));
    inPart++;
    segments++;
  }

  private Upload beginPart() {
    int number = sizes.size() + 1;
    if (number > ObjectNames.MOST_PARTS) {
      throw new Complaint(path)
          .of(ErrorKind.INVALID, "would have more than " + ObjectNames.MOST_PARTS + " parts");
    }
    Upload begun = store.begin(ObjectNames.part(path, number));
    upload = begun;
    size = 0;
    inPart = 0;
    send(begun, ByteBuffer.wrap(preamble.bytes(number)));
    return begun;
  }

  private void send(Upload part, ByteBuffer bytes) {
    int length = bytes.remaining();
    digest.update(bytes.duplicate());
    part.write(bytes);
    size += length;
    stored += length;
  }

  private void endPart() {
    Upload part = upload;
    if (part != null) {
      part.commit();
      sizes.add(size);
      part.close();
      upload = null;
    }
  }

  /** Ends the last part, and asks the store whether it has of every part what was sent. */
  void finish() {
    endPart();
    for (int number = 1; number <= sizes.size(); number++) {
      long sent = sizes.get(number - 1);
      String key = ObjectNames.part(path, number);
      long kept = store.stat(key).map(StoredObject::size).orElse(-1L);
      if (kept != sent) {
        throw new Complaint(path)
            .of(
                ErrorKind.INTERNAL,
                "is not in the store as it was sent: '"
                    + key
                    + (kept < 0 ? "' is missing" : "' has " + kept + " of " + sent + " bytes"));
      }
    }
  }

  List<Long> sizes() {
    return List.copyOf(sizes);
  }

  long segments() {
    return segments;
  }

  long stored() {
    return stored;
  }

  String checksum() {
    return "sha256:" + Sha256.hex(digest.digest());
  }

  /** Takes away the parts that are there already; the first one goes last. */
  void discard() {
    for (int number = sizes.size(); number >= 1; number--) {
      store.delete(ObjectNames.part(path, number));
    }
    sizes.clear();
  }

  /** Gives up the part that is on its way. */
  @Override
  public void close() {
    if (upload != null) {
      upload.close();
      upload = null;
    }
  }
}
