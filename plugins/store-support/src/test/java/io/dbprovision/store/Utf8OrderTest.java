package io.dbprovision.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8OrderTest {
  private static final List<String> PARTS = List.of("a", "\u00e9", "\uFF5E", "\uD83D\uDE00", "/");

  @Test
  void keysInUtf16OrderComeOutInTheOrderOfTheirBytes() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        StringBuilder key = new StringBuilder();
        for (int part = random.nextInt(4); part >= 0; part--) {
          key.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        keys.add(key.toString());
      }
      keys.sort(String::compareTo);
      List<String> out = new ArrayList<>();
      Utf8Order order = new Utf8Order(object -> out.add(object.key()));
      keys.forEach(key -> order.accept(new StoredObject(key, 0, Instant.EPOCH)));
      order.end();
      keys.sort(
          (a, b) ->
              Arrays.compareUnsigned(
                  a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
      assertThat(out).isEqualTo(keys);
    }
  }
}
