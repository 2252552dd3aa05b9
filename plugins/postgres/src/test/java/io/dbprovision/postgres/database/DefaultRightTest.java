package io.dbprovision.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ChangeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DefaultRightTest {
  private static final String[] PIECES = {
    "a", "Z", "\"", "'", "\\", "%", "_", "/", ":", ".", " ", "*", "+", "%2F", "\n", "ß", "日本", "😀",
    "&"
  };

  @Test
  void everyRightComesBackFromItsId() {
    Random random = new Random(20_261_122);
    Map<ChangeId, DefaultRight> seen = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      DefaultRight right = right(random);
      assertThat(DefaultRight.among(Set.of(right.claim()))).containsExactly(right);
      DefaultRight before = seen.put(right.claim(), right);
      assertThat(before == null || before.equals(right)).as("one id for one right").isTrue();
    }
    assertThat(seen).hasSizeGreaterThan(9_000);
  }

  private static DefaultRight right(Random random) {
    List<String> sorts = List.of("tables", "sequences", "functions", "types");
    String objects = sorts.get(random.nextInt(sorts.size()));
    List<String> privileges = List.copyOf(DefaultGrant.known(objects));
    return new DefaultRight(
        name(random),
        name(random),
        objects,
        name(random),
        privileges.get(random.nextInt(privileges.size())));
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      name.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return name.toString();
  }

  @Test
  void theFormOnRecordStaysReadable() {
    DefaultRight right = new DefaultRight("a/b", "public", "tables", "c d", "SELECT");
    assertThat(right.claim().value()).isEqualTo("defaults:tables:a%2Fb/public/c+d:select");
    assertThat(DefaultRight.among(Set.of(new ChangeId("defaults:tables:a%2Fb/public/c+d:select"))))
        .containsExactly(right);
  }

  @Test
  void whatIsNoneOfThemIsNotRead() {
    for (String id :
        new String[] {
          "revokePublic.database.extra",
          "grant:default_tables:a/b/c/:select",
          "defaults:tables:a/b:select",
          "defaults:tables:a/b/c:drop",
          "defaults:tables:a/b/c:execute",
          "defaults:schemas:a/b/c:usage",
          "defaults:tables:a//c:select",
          "defaults:tables:a/%00/c:select",
          "defaults:tables:%zz/b/c:select",
          "defaults:tables:a/b/c:select:option"
        }) {
      assertThat(DefaultRight.among(Set.of(new ChangeId(id)))).as(id).isEmpty();
    }
  }
}
