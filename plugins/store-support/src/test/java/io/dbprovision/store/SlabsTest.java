package io.dbprovision.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlabsTest {
  private static final int TWO = 2 * Slabs.UNIT;

  @Test
  void whatIsTakenComesBackFromAnyOffset() {
    Slabs slabs = new Slabs(TWO + 1);
    byte[] bytes = new byte[TWO + 100];
    new Random(1).nextBytes(bytes);
    for (int round = 0; round < 2; round++) {
      ByteBuffer source = ByteBuffer.wrap(bytes);
      slabs.take(source);
      assertThat(slabs.isFull()).isTrue();
      assertThat(source.remaining()).as("no room for it").isEqualTo(100);
      for (int offset : new int[] {0, 1, Slabs.UNIT - 1, Slabs.UNIT, TWO - 1, TWO}) {
        assertThat(joined(slabs, offset)).isEqualTo(Arrays.copyOfRange(bytes, offset, TWO));
      }
      slabs.clear();
      assertThat(slabs.size()).isZero();
    }
  }

  @Test
  void thereIsAlwaysRoomForOneUnit() {
    Slabs slabs = new Slabs(1);
    slabs.take(ByteBuffer.allocate(TWO));
    assertThat(slabs.size()).isEqualTo(Slabs.UNIT);
  }

  private static byte[] joined(Slabs slabs, int offset) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer each : slabs.from(offset)) {
      byte[] part = new byte[each.remaining()];
      each.get(part);
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
