package com.example.webdav;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** One PUT that takes bytes as they come, and a MOVE that overwrites nothing. */
final class WebdavUpload implements Upload {
  private static final int CHUNK = 64 * 1024;
  private static final byte[] END = new byte[0];

  private final Dav dav;
  private final WebdavObjects objects;
  private final String key;
  private final String path;
  private final String passing;
  private final Duration patience;
  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(16);
  private final CompletableFuture<HttpResponse<InputStream>> put;
  private volatile boolean over;

  WebdavUpload(
      Dav dav,
      StoreContext context,
      WebdavObjects objects,
      String key,
      String path,
      String passing) {
    this.dav = dav;
    this.objects = objects;
    this.key = key;
    this.path = path;
    this.passing = passing;
    this.patience = context.requestTimeout();
    objects.folders(passing);
    this.put =
        CompletableFuture.supplyAsync(
            () -> dav.send("PUT", passing, BodyPublishers.ofInputStream(Chunks::new)),
            work -> Thread.ofVirtual().start(work));
  }

  /** What the request sends: it waits for whoever writes, and breaks off when that gives up. */
  private final class Chunks extends InputStream {
    private ByteBuffer chunk = ByteBuffer.allocate(0);
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        while (!ended && !chunk.hasRemaining()) {
          byte[] next = chunks.poll(100, TimeUnit.MILLISECONDS);
          if (over) {
            throw new IOException("the upload was given up");
          }
          ended = next != null && next.length == 0; // nobody else sends an empty one
          chunk = ByteBuffer.wrap(next == null ? END : next);
        }
      } catch (InterruptedException e) {
        throw new IOException("the upload was interrupted", e);
      }
      int taken = Math.min(length, chunk.remaining());
      chunk.get(bytes, offset, taken);
      return ended ? -1 : taken;
    }
  }

  @Override
  public void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte[] chunk = new byte[Math.min(CHUNK, bytes.remaining())];
      bytes.get(chunk);
      send(chunk);
    }
  }

  private void send(byte[] chunk) {
    try {
      long end = System.nanoTime() + patience.toNanos();
      while (!chunks.offer(chunk, 100, TimeUnit.MILLISECONDS)) {
        if (put.isDone()) {
          answer();
        }
        if (over || System.nanoTime() > end) {
          throw EngineException.of(ErrorKind.TIMEOUT, "the server takes no more of " + key);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.of(ErrorKind.TIMEOUT, "the upload was interrupted");
    }
  }

  private void answer() {
    try {
      put.join().body().close();
      int status = put.join().statusCode();
      if (status >= 300) {
        throw dav.unexpected("PUT", status);
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof EngineException known
          ? known
          : EngineException.of(ErrorKind.INTERNAL, "the upload failed").causedBy(e);
    } catch (IOException e) {
      throw dav.failure(e);
    }
  }

  @Override
  public StoredObject commit() {
    send(END);
    answer();
    objects.folders(path);
    int status = dav.status("MOVE", passing, "Destination", dav.address(path), "Overwrite", "F");
    if (status == 412) {
      throw EngineException.of(ErrorKind.CONFLICT, "there is an object " + key + " already");
    }
    if (status >= 300) {
      throw dav.unexpected("MOVE", status);
    }
    over = true;
    return objects.stat(key).orElseThrow(() -> dav.unexpected("PROPFIND", 404));
  }

  @Override
  public void abort() {
    if (!over) {
      over = true;
      put.exceptionally(e -> null).join();
      objects.remove(passing);
    }
  }

  @Override
  public void close() {
    try {
      abort();
    } catch (EngineException e) {
      // abandon finds it later
    }
  }
}
