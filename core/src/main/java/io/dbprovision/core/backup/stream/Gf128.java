package io.dbprovision.core.backup.stream;

import java.nio.ByteBuffer;

/**
 * A number of the field that GHASH counts in (NIST SP 800-38D, 6.3): the first bit of the first
 * byte is the coefficient of 1, and x^128 = x^7 + x^2 + x + 1.
 */
record Gf128(long high, long low) {
  static final Gf128 ZERO = new Gf128(0, 0);

  private static final Gf128 ONE = new Gf128(Long.MIN_VALUE, 0);
  private static final long REDUCTION = 0xe1L << 56;

  static Gf128 of(byte[] block) {
    ByteBuffer bytes = ByteBuffer.wrap(block);
    return new Gf128(bytes.getLong(), bytes.getLong());
  }

  byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
  }

  Gf128 plus(Gf128 other) {
    return new Gf128(high ^ other.high, low ^ other.low);
  }

  Gf128 times(Gf128 other) {
    long productHigh = 0;
    long productLow = 0;
    long shiftedHigh = other.high;
    long shiftedLow = other.low;
    for (int bit = 0; bit < 128; bit++) {
      long word = bit < 64 ? high << bit : low << (bit - 64);
      long taken = word >> 63; // all ones when the bit is set
      productHigh ^= shiftedHigh & taken;
      productLow ^= shiftedLow & taken;
      long carried = -(shiftedLow & 1);
      shiftedLow = (shiftedLow >>> 1) | (shiftedHigh << 63);
      shiftedHigh = (shiftedHigh >>> 1) ^ (REDUCTION & carried);
    }
    return new Gf128(productHigh, productLow);
  }

  Gf128 power(int exponent) {
    Gf128 result = ONE;
    for (int i = Integer.SIZE - Integer.numberOfLeadingZeros(exponent) - 1; i >= 0; i--) {
      result = result.times(result);
      if (((exponent >>> i) & 1) == 1) {
        result = result.times(this);
      }
    }
    return result;
  }
}
