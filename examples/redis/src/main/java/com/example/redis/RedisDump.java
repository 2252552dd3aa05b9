package com.example.redis;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * One stream of all keys below a prefix: a first line, of each key its length, itself without the
 * prefix, when it expires, and the length and the bytes of what DUMP gives; then -1 and their
 * number.
 */
final class RedisDump implements Dump {
  static final byte[] BEGIN = "dbops-redis 1\n".getBytes(StandardCharsets.US_ASCII);
  static final int END = -1;

  private final Server server;
  private final String database;
  private final String version;
  private final Summary summary = new Summary();
  private final Pages pages;

  RedisDump(Server server, String database, String version) {
    this.server = server;
    this.database = database;
    this.version = version;
    this.pages = new Pages();
  }

  /** What a copy holds, whatever order the keys come in and however often. */
  static final class Summary {
    private final Set<ByteBuffer> names = new HashSet<>();
    private final byte[] digest = new byte[32];
    private long staying;

    /**
     * @param expires negative for a key that stays: only those are compared
     * @return false for one that was there before
     */
    boolean add(byte[] name, long expires) {
      if (!names.add(ByteBuffer.wrap(name))) {
        return false;
      }
      if (expires < 0) {
        staying++;
        byte[] one = Acl.sha256(name);
        for (int i = 0; i < digest.length; i++) {
          digest[i] ^= one[i];
        }
      }
      return true;
    }

    ContentSummary contents() {
      return new ContentSummary(
          Map.of("keys that do not expire", staying), HexFormat.of().formatHex(digest));
    }
  }

  static ContentSummary contents(Server server, String database) {
    Summary summary = new Summary();
    server.run(
        jedis ->
            RedisDatabases.scan(
                jedis,
                database,
                keys ->
                    keys.forEach(key -> summary.add(name(key, database), jedis.pexpireTime(key)))));
    return summary.contents();
  }

  private static byte[] name(byte[] key, String database) {
    return Arrays.copyOfRange(key, database.length() + 1, key.length);
  }

  /** Reads on when the last page is used up. */
  private final class Pages extends InputStream {
    private final ScanParams below = new ScanParams().match(database + ":*").count(100);
    private byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
    private ByteArrayInputStream page = new ByteArrayInputStream(BEGIN);
    private boolean last;
    private volatile boolean closed;
    private boolean ended;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      while (!closed && page.available() == 0 && !last) {
        page = new ByteArrayInputStream(next());
      }
      int read = closed ? -1 : page.read(bytes, offset, length);
      ended |= read < 0 && !closed;
      return read;
    }

    private byte[] next() {
      return server.call(
          jedis -> {
            ScanResult<byte[]> found = jedis.scan(cursor, below);
            cursor = found.getCursorAsBytes();
            last = Arrays.equals(cursor, ScanParams.SCAN_POINTER_START_BINARY);
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (byte[] key : found.getResult()) {
              long expires = jedis.pexpireTime(key);
              byte[] value = jedis.dump(key);
              byte[] name = name(key, database);
              if (value != null && summary.add(name, expires)) {
                ByteBuffer frame = ByteBuffer.allocate(16 + name.length + value.length);
                frame.putInt(name.length).put(name).putLong(expires);
                frames.writeBytes(frame.putInt(value.length).put(value).array());
              }
            }
            if (last) {
              frames.writeBytes(
                  ByteBuffer.allocate(12).putInt(END).putLong(summary.names.size()).array());
            }
            return frames.toByteArray();
          });
    }
  }

  @Override
  public InputStream stream() {
    return pages;
  }

  @Override
  public DumpSummary finish() {
    if (!pages.ended) {
      throw EngineException.of(ErrorKind.INTERNAL, "the copy was not read to its end");
    }
    return new DumpSummary(
        "SCAN and DUMP",
        version,
        summary.contents(),
        List.of("Redis has no snapshot of a prefix: each key is as it was when its turn came"));
  }

  @Override
  public void close() {
    pages.closed = true;
  }
}
