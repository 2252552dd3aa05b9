package io.dbprovision.core.backup.stream;

import static io.dbprovision.core.backup.stream.Scene.HEADER;
import static io.dbprovision.core.backup.stream.Scene.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.testkit.MutableClock;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a backup holds in memory does not grow with what it copies. */
class BoundedMemoryTest {
  private static final long LARGE = 3L << 30;
  private static final long CHECK_EVERY = 256L << 20;
  private static final long BOUND = 8L << 20;

  /** As many bytes as are wanted, a little of them new each time; looks at the heap meanwhile. */
  private static final class Endless extends InputStream {
    private final byte[] text = Scene.dump(1 << 16);
    private final byte[] news = new byte[1 << 10];
    private final SplittableRandom random = new SplittableRandom(1);
    private final long size;
    private final long before = used();
    private long given;
    private long checked;
    private long most;

    Endless(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("byte by byte");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = (int) Math.min(Math.min(length, text.length), size - given);
      if (count == 0) {
        return -1;
      }
      random.nextBytes(news);
      System.arraycopy(news, 0, text, (int) (given % (text.length - news.length)), news.length);
      System.arraycopy(text, 0, into, offset, count);
      given += count;
      if (given - checked >= CHECK_EVERY) {
        checked = given;
        most = Math.max(most, used() - before);
      }
      return count;
    }

    private static long used() {
      System.gc();
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
  }

  @Test
  void threeGigabytesTakeTheSameFewMegabytes() {
    BackupArchive archive =
        new BackupArchive(new DiscardingStore(), new MutableClock(), new Random(1), 1 << 20);
    Endless dump = new Endless(LARGE);
    Manifest manifest;
    try (BackupUpload upload =
        archive.begin("large", HEADER, Scene.options(Compression.ZSTD, KEY))) {
      upload.copy(dump, StreamProgress.NONE);
      manifest = upload.commit(Scene.SUMMARY);
    }
    assertThat(manifest.plainBytes()).isEqualTo(LARGE);
    assertThat(manifest.parts()).as("parts of a MiB").hasSizeGreaterThan(20);
    assertThat(dump.most).as("bytes held beside the dump's own").isBetween(1L, BOUND);
  }
}
