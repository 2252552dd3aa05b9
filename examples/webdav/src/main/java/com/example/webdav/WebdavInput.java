package com.example.webdav;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** A file from an offset on; a connection that is lost is taken up again at the same byte. */
final class WebdavInput extends InputStream {
  private static final int TRIES = 3;

  private final Dav dav;
  private final String path;
  private final StoredObject object;
  private long at;
  private InputStream body = InputStream.nullInputStream();
  private boolean open;

  WebdavInput(Dav dav, String path, StoredObject object, long offset) {
    this.dav = dav;
    this.path = path;
    this.object = object;
    this.at = offset;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    for (int left = TRIES; at < object.size() && left > 0; left--) {
      try {
        if (!open) {
          body = get();
          open = true;
        }
        int read = body.read(bytes, offset, length);
        if (read >= 0) {
          at += read;
          return read;
        }
      } catch (IOException lost) {
        // once more from there
      }
      close();
    }
    if (at < object.size()) {
      throw EngineException.of(
          ErrorKind.UNREACHABLE, "the connection was lost while " + object.key() + " was read");
    }
    return -1;
  }

  private InputStream get() {
    HttpResponse<InputStream> answer =
        dav.send("GET", path, BodyPublishers.noBody(), "Range", "bytes=" + at + "-");
    if (answer.statusCode() == 206 || (answer.statusCode() == 200 && at == 0)) {
      return answer.body();
    }
    throw dav.unexpected("GET", answer.statusCode());
  }

  @Override
  public void close() {
    open = false;
    try {
      body.close();
    } catch (IOException e) {
      // it is given up anyway
    }
  }
}
