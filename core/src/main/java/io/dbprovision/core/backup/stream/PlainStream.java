package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * A dump, decompressed. Its end is an end only when the compressed stream is at its end too and the
 * number of bytes is right; everything else is an EngineException.
 */
final class PlainStream extends InputStream {
  static final long ANY_LENGTH = -1;

  private static final int REST = 8192;

  private final InputStream compressed;
  private final InputStream decoder;
  private final long expected;
  private final Complaint complaint;
  private final LongConsumer progress;
  private long count;
  private boolean ended;

  private PlainStream(
      InputStream compressed,
      InputStream decoder,
      long expected,
      Complaint complaint,
      LongConsumer progress) {
    this.compressed = compressed;
    this.decoder = decoder;
    this.expected = expected;
    this.complaint = complaint;
    this.progress = progress;
  }

  /**
   * @param expected bytes of the dump, or {@link #ANY_LENGTH}
   * @param progress hears the bytes of the dump so far
   */
  static PlainStream over(
      InputStream compressed,
      Compression compression,
      long expected,
      Complaint complaint,
      LongConsumer progress) {
    try {
      return new PlainStream(
          compressed, compression.decoder(compressed), expected, complaint, progress);
    } catch (IOException e) {
      closeQuietly(compressed);
      throw undecodable(complaint, e);
    } catch (RuntimeException e) {
      closeQuietly(compressed);
      throw e;
    }
  }

  private static void closeQuietly(InputStream compressed) {
    try {
      compressed.close();
    } catch (IOException failedAlready) {
      // the first failure is the one to tell
    }
  }

  private static EngineException undecodable(Complaint complaint, IOException e) {
    return complaint.damaged("cannot be decompressed: " + complaint.undecodable()).causedBy(e);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (ended) {
      return -1;
    }
    try {
      int read = decoder.read(into, offset, length);
      if (read < 0) {
        end();
        return -1;
      }
      count += read;
      progress.accept(count);
      return read;
    } catch (IOException e) {
      throw undecodable(complaint, e);
    }
  }

  private void end() throws IOException {
    if (compressed.readNBytes(REST).length > 0) {
      throw complaint.damaged("goes on behind the end of its compressed data");
    }
    if (expected != ANY_LENGTH && expected != count) {
      throw complaint.damaged(
          "gives a dump of " + count + " bytes where " + expected + " were written");
    }
    ended = true;
  }

  @Override
  public void close() throws IOException {
    try (compressed) {
      decoder.close();
    }
  }
}
