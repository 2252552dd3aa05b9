package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.testkit.MutableClock;
import io.dbprovision.spi.testkit.memory.MemoryBucket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A bucket and an archive with small parts: three segments each. */
final class Scene {
  static final String PATH = "team/shop-nightly-20260101-000000.dump.zst.enc";
  static final BackupHeader HEADER = new BackupHeader("uid-1", "enginex", "shop", "custom");
  static final EncryptionKey KEY = key(1);
  static final int SEGMENT = SegmentCipher.PLAIN;
  static final int SMALL_PART = 3 * SegmentCipher.SEALED + 1024;
  static final DumpSummary SUMMARY =
      new DumpSummary(
          "dumper 1.0",
          "18.1",
          new ContentSummary(Map.of("public.orders", 3L, "public.über", 0L), "digest-1"),
          List.of("a warning"));

  final MutableClock clock = new MutableClock();
  final MemoryBucket bucket = new MemoryBucket();
  final ObjectStore store = bucket.client(clock);
  final BackupArchive archive = new BackupArchive(store, clock, new Random(7), SMALL_PART);

  static EncryptionKey key(int seed) {
    byte[] bytes = new byte[EncryptionKey.BYTES];
    new Random(seed).nextBytes(bytes);
    return EncryptionKey.of(bytes);
  }

  /** Half of it noise, half of it text, so that every codec has something to do. */
  static byte[] dump(int length) {
    byte[] bytes = new byte[length];
    Random random = new Random(length);
    random.nextBytes(bytes);
    byte[] text =
        "INSERT INTO orders VALUES (1, 'a', 'b');\n"
            .repeat(4)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (int at = 0; at < length; at += 2 * text.length) {
      System.arraycopy(text, 0, bytes, at, Math.min(text.length, length - at));
    }
    return bytes;
  }

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static StreamOptions options(Compression compression, @Nullable EncryptionKey key) {
    return new StreamOptions(compression, 1, key);
  }

  Manifest write(String path, byte[] dump, StreamOptions options) {
    return write(path, HEADER, dump, options);
  }

  Manifest write(String path, BackupHeader header, byte[] dump, StreamOptions options) {
    try (BackupUpload upload = archive.begin(path, header, options)) {
      upload.copy(new ByteArrayInputStream(dump), StreamProgress.NONE);
      return upload.commit(SUMMARY);
    }
  }

  byte[] read(String path, @Nullable EncryptionKey key) throws IOException {
    try (InputStream in = archive.open(path, key, StreamProgress.NONE)) {
      return in.readAllBytes();
    }
  }

  boolean gives(String path, @Nullable EncryptionKey key, byte[] dump) throws IOException {
    return Arrays.equals(read(path, key), dump);
  }

  /** Later than everything that was written. */
  Instant later() {
    return clock.instant().plus(Duration.ofHours(1));
  }

  void becomes(Map<String, byte[]> contents) {
    bucket.contents().keySet().forEach(bucket::remove);
    contents.forEach((key, bytes) -> bucket.put(key, bytes, clock.instant()));
  }
}
