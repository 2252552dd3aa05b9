package io.dbprovision.mysql.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ChangeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantClaimTest {
  @Test
  void anIdIsReadBackWhateverTheNamesHold() {
    List<GrantClaim> claims =
        List.of(
            GrantClaim.of(Target.global(), "PROCESS"),
            new GrantClaim(Target.global(), new Right("CONNECTION_ADMIN", true)),
            GrantClaim.of(Target.global(), "CONNECTION ADMIN"),
            GrantClaim.of(Target.database("a:b/c%_d"), "SELECT"),
            GrantClaim.of(Target.table("a b", "t`+"), Right.GRANT_OPTION),
            GrantClaim.of(Target.column("d", "t", "Ünïcödé"), "UPDATE"),
            GrantClaim.of(Target.routine(Level.FUNCTION, "d", "F"), "EXECUTE"),
            GrantClaim.member("r:/"));
    for (GrantClaim claim : claims) {
      assertThat(GrantClaim.parse(claim.id())).contains(claim);
    }
    assertThat(claims.stream().map(GrantClaim::id).distinct()).hasSameSizeAs(claims);
  }

  @Test
  void theIdsOnRecordStayAsTheyAre() {
    assertThat(GrantClaim.of(Target.table("shop", "t"), "SHOW VIEW").id().value())
        .isEqualTo("grant:table:shop/t/:show+view");
    assertThat(GrantClaim.member("reader").id().value()).isEqualTo("grant:role:/reader/:member");
  }

  @Test
  void anotherIdIsNoClaim() {
    for (String id :
        List.of(
            "inRoles.extra.r",
            "grant:table:shop/t:select",
            "grant:schema:shop/t/:select",
            "grant:table:shop/t/:select:more",
            "grant:table:shop/t/:select%3B+drop",
            "grant:table:%zz/t/:select")) {
      assertThat(GrantClaim.parse(new ChangeId(id))).as(id).isEmpty();
    }
  }
}
