package io.dbprovision.core.backup.stream;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;

/** How the bytes of a dump are made fewer: names, suffixes and codecs of the four ways. */
public enum Compression {
  NONE("none", "") {
    @Override
    OutputStream encoder(OutputStream out, int level) {
      return out;
    }

    @Override
    InputStream decoder(InputStream in) {
      return in;
    }
  },
  GZIP("gzip", ".gz") {
    @Override
    OutputStream encoder(OutputStream out, int level) throws IOException {
      return new LevelledGzip(out, level);
    }

    @Override
    InputStream decoder(InputStream in) throws IOException {
      return new GZIPInputStream(in, BUFFER);
    }
  },
  ZSTD("zstd", ".zst") {
    @Override
    OutputStream encoder(OutputStream out, int level) throws IOException {
      try {
        return new ZstdOutputStreamNoFinalizer(out, ZSTD_LEVELS[level]).setChecksum(true);
      } catch (LinkageError e) {
        throw notLoaded(e);
      }
    }

    @Override
    InputStream decoder(InputStream in) throws IOException {
      try {
        return new ZstdInputStreamNoFinalizer(in);
      } catch (LinkageError e) {
        throw notLoaded(e);
      }
    }
  },
  LZ4("lz4", ".lz4") {
    @Override
    OutputStream encoder(OutputStream out, int level) throws IOException {
      return Lz4Frames.encoder(out, LZ4_LEVELS[level]);
    }

    @Override
    InputStream decoder(InputStream in) throws IOException {
      return new LZ4FrameInputStream(in);
    }
  };

  /** The level of a manifest that names none. */
  public static final int DEFAULT_LEVEL = 6;

  private static final int BUFFER = 64 * 1024;

  /** The manifest's 1 to 9 mean what gzip means by them; its default is the others' default too. */
  private static final int[] ZSTD_LEVELS = {0, 1, 1, 2, 2, 3, 3, 6, 9, 12};

  /** 0 is the fast compressor, which is what people choose LZ4 for. */
  private static final int[] LZ4_LEVELS = {0, 0, 0, 0, 0, 0, 0, 4, 6, 9};

  private final String word;
  private final String suffix;

  Compression(String word, String suffix) {
    this.word = word;
    this.suffix = suffix;
  }

  /** As a manifest writes it. */
  public String word() {
    return word;
  }

  /** What a file name ends in, with the dot; empty for none. */
  public String suffix() {
    return suffix;
  }

  /**
   * @param word of a manifest
   * @return empty for a word that no way has
   */
  public static Optional<Compression> of(String word) {
    return Arrays.stream(values()).filter(way -> way.word.equals(word)).findFirst();
  }

  /** All words, for a sentence. */
  public static String words() {
    return Arrays.stream(values()).map(Compression::word).collect(Collectors.joining(", "));
  }

  private static EngineException notLoaded(LinkageError e) {
    return EngineException.of(
            ErrorKind.INTERNAL,
            "the zstd library cannot be loaded: the folder "
                + System.getProperty("java.io.tmpdir")
                + " has to be writable, and programs in it executable; gzip needs neither")
        .causedBy(e);
  }

  /** Closing it ends the compressed stream and closes {@code out}. */
  abstract OutputStream encoder(OutputStream out, int level) throws IOException;

  /** Throws when the compressed stream is cut or damaged; reads one byte at least at once. */
  abstract InputStream decoder(InputStream in) throws IOException;
}
