package com.example.redis;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Load;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.RestoreParams;

/** Takes what {@link RedisDump} gave, and restores each key as soon as it is whole. */
final class RedisLoad implements Load {
  private final Server server;
  private final byte[] prefix;
  private final Frames frames = new Frames();
  private volatile @Nullable EngineException failure;
  private volatile boolean closed;

  RedisLoad(Server server, String database) {
    this.server = server;
    this.prefix = (database + ":").getBytes(StandardCharsets.US_ASCII);
  }

  /** Keeps what is not a whole frame yet. */
  private final class Frames extends OutputStream {
    private byte[] data = new byte[1 << 16];
    private int length;
    private boolean begun;
    private boolean ended;
    private long keys;

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      if (closed || failure != null) {
        throw new IOException("the load has ended");
      }
      if (data.length - length < count) {
        data = Arrays.copyOf(data, Math.max(data.length * 2, length + count));
      }
      System.arraycopy(bytes, offset, data, length, count);
      length += count;
      try {
        int used = 0;
        for (int next = frame(used); next > used; next = frame(used)) {
          used = next;
        }
        System.arraycopy(data, used, data, 0, length - used);
        length -= used;
      } catch (EngineException e) {
        failure = e;
        throw new IOException(e.getMessage());
      }
    }

    /** Takes the frame that begins there; returns where the next one does. */
    private int frame(int at) {
      ByteBuffer buffer = ByteBuffer.wrap(data, at, length - at);
      if (!begun) {
        begun = buffer.remaining() >= RedisDump.BEGIN.length;
        byte[] line = begun ? bytes(buffer, RedisDump.BEGIN.length) : RedisDump.BEGIN;
        check(Arrays.equals(line, RedisDump.BEGIN));
        return begun ? buffer.position() : at;
      }
      if (buffer.remaining() < 12) {
        return at;
      }
      int name = buffer.getInt();
      if (name == RedisDump.END) {
        check(buffer.getLong() == keys);
        ended = true;
        return buffer.position();
      }
      check(name >= 0 && !ended);
      if (buffer.remaining() < name + 12) {
        return at;
      }
      byte[] key = bytes(buffer, name);
      long expires = buffer.getLong();
      int size = buffer.getInt();
      check(size >= 0);
      if (buffer.remaining() < size) {
        return at;
      }
      restore(key, Math.max(0, expires), bytes(buffer, size));
      keys++;
      return buffer.position();
    }

    private static byte[] bytes(ByteBuffer buffer, int count) {
      byte[] bytes = new byte[count];
      buffer.get(bytes);
      return bytes;
    }

    private static void check(boolean holds) {
      if (!holds) {
        throw EngineException.of(
            ErrorKind.INVALID, "this is no dump of this engine, or is damaged");
      }
    }
  }

  private void restore(byte[] name, long expires, byte[] value) {
    byte[] key = Arrays.copyOf(prefix, prefix.length + name.length);
    System.arraycopy(name, 0, key, prefix.length, name.length);
    RestoreParams how = RestoreParams.restoreParams().replace().absTtl();
    server.call(jedis -> jedis.restore(key, expires, value, how));
  }

  @Override
  public OutputStream stream() {
    return frames;
  }

  @Override
  public int tablesDone() {
    return -1;
  }

  @Override
  public int tablesTotal() {
    return -1;
  }

  @Override
  public List<String> finish() {
    EngineException why = failure;
    if (why != null) {
      throw why;
    }
    if (!frames.ended) {
      throw EngineException.of(ErrorKind.INVALID, "the dump ends before its end");
    }
    return List.of();
  }

  @Override
  public void close() {
    closed = true;
  }
}
