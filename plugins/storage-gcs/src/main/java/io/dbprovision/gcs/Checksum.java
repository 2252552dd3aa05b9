package io.dbprovision.gcs;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/** A CRC32C as the service writes it. */
final class Checksum {
  private final CRC32C crc = new CRC32C();

  void update(byte[] bytes, int offset, int count) {
    crc.update(bytes, offset, count);
  }

  void update(ByteBuffer bytes) {
    crc.update(bytes);
  }

  String text() {
    byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }
}
