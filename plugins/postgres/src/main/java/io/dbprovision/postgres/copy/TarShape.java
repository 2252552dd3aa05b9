package io.dbprovision.postgres.copy;

import java.util.Optional;

/** A tar: whole members, and two blocks of zeros behind the last. */
final class TarShape implements Shape {
  private final byte[] block = new byte[Tar.BLOCK];
  private int filled;
  private long content;
  private long members;
  private int zeros;
  private boolean broken;

  @Override
  public void seen(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && !broken) {
      if (content > 0) {
        long skipped = Math.min(content, end - at);
        content -= skipped;
        at += (int) skipped;
        continue;
      }
      int taken = Math.min(Tar.BLOCK - filled, end - at);
      System.arraycopy(bytes, at, block, filled, taken);
      filled += taken;
      at += taken;
      if (filled == Tar.BLOCK) {
        filled = 0;
        header();
      }
    }
  }

  private void header() {
    if (Tar.zero(block)) {
      zeros++;
      return;
    }
    long size = Tar.size(block);
    if (zeros > 0 || !Tar.valid(block) || size < 0) {
      broken = true;
      return;
    }
    members++;
    content = (size + Tar.BLOCK - 1) / Tar.BLOCK * Tar.BLOCK;
  }

  @Override
  public Optional<String> flaw() {
    if (broken) {
      return Optional.of("has a member that is none");
    }
    if (members == 0) {
      return Optional.of("has no member");
    }
    return zeros >= 2 && filled == 0 && content == 0
        ? Optional.empty()
        : Optional.of("ends within a member or before its end mark");
  }
}
