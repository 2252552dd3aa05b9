package io.dbprovision.core.backup.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** The JDK's gzip with a level, which its constructor does not take. */
final class LevelledGzip extends GZIPOutputStream {
  private static final int BUFFER = 64 * 1024;

  LevelledGzip(OutputStream out, int level) throws IOException {
    super(out, BUFFER);
    def.setLevel(level);
  }
}
