package io.dbprovision.postgres.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.spi.ChangeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GrantClaimTest {
  private static final String[] PIECES = {
    "a", "Z", "\"", "'", "\\", "%", "_", "/", ":", ".", " ", "*", "+", "%2F", "#new", "(int)", "\n",
    "\t", "ß", "日本", "😀", "option", "grant", "&", "=", "?", "{}", "$$", ";", ""
  };

  @Test
  void everyClaimComesBackFromItsId() {
    Random random = new Random(20_261_121);
    Map<ChangeId, GrantClaim> seen = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      GrantClaim claim = claim(random);
      assertThat(GrantClaim.parse(claim.id())).contains(claim);
      GrantClaim before = seen.put(claim.id(), claim);
      assertThat(before == null || before.equals(claim)).as("one id for one claim").isTrue();
    }
    assertThat(seen).hasSizeGreaterThan(15_000);
  }

  private static GrantClaim claim(Random random) {
    Sort sort = any(List.of(Sort.values()), random);
    Privilege privilege = any(List.of(Privilege.values()), random);
    Target target = new Target(sort, name(random), name(random), name(random), name(random));
    return new GrantClaim(target, privilege, random.nextBoolean());
  }

  private static <T> T any(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      name.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return name.toString();
  }

  @Test
  void theFormOnRecordStaysReadable() {
    Target table = new Target(Sort.TABLE, "app", "public", "*", "");
    assertThat(new GrantClaim(table, Privilege.SELECT, false).id().value())
        .isEqualTo("grant:table:app/public/*/:select");
    assertThat(GrantClaim.parse(new ChangeId("grant:column:a%2Fb/s/t/c+d:update:option")))
        .contains(
            new GrantClaim(
                new Target(Sort.COLUMN, "a/b", "s", "t", "c d"), Privilege.UPDATE, true));
  }

  @Test
  void whatIsNoGrantsIdIsNotRead() {
    for (String id :
        new String[] {
          "inRoles.extra:r",
          "grant:table:a/b/c:select",
          "grant:table:a/b/c/d:select:maybe",
          "grant:table:a/b/c/d:drop",
          "grant:index:a/b/c/d:select",
          "grant:table:%zz/b/c/d:select",
          "grant:table:a/b/c/d:select#new",
          "drift:table:a/b/c/d"
        }) {
      assertThat(GrantClaim.parse(new ChangeId(id))).as(id).isEmpty();
    }
  }
}
