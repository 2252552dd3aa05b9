package io.dbprovision.core.backup.stream;

import java.io.IOException;
import java.io.OutputStream;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import net.jpountz.xxhash.XXHashFactory;

/** LZ4 in its frame format, with small blocks: memory counts more here than the last per cent. */
final class Lz4Frames {
  private static final long UNKNOWN_SIZE = -1;

  private Lz4Frames() {}

  /**
   * @param level 0 for the fast compressor, otherwise that of the high compressor
   */
  static OutputStream encoder(OutputStream out, int level) throws IOException {
    LZ4Factory codecs = LZ4Factory.fastestInstance();
    LZ4Compressor compressor = level == 0 ? codecs.fastCompressor() : codecs.highCompressor(level);
    return new LZ4FrameOutputStream(
        out,
        BLOCKSIZE.SIZE_256KB,
        UNKNOWN_SIZE,
        compressor,
        XXHashFactory.fastestInstance().hash32(),
        Bits.BLOCK_INDEPENDENCE,
        Bits.CONTENT_CHECKSUM);
  }
}
