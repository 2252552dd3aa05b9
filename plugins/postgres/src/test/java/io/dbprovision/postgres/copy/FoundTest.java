package io.dbprovision.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import org.junit.jupiter.api.Test;

/** Whose a database is, by the record at the end of its comment, and what to do when it is gone. */
class FoundTest {
  private static final Owner OWNER = new Owner("cluster-1", "default", "team-a", "shop", "uid-a");
  private static final Owner OTHER = new Owner("cluster-1", "default", "team-b", "shop", "uid-b");

  @Test
  void aRecordThatNamesTheOwnerIsEnough() {
    assertThatCode(() -> with(new Remark("", OWNER, false)).requireOwner(OWNER))
        .doesNotThrowAnyException();
  }

  @Test
  void aCommentThatWroteOverTheRecordIsToldWithTheWayOut() {
    EngineException refused = refusal(Remark.parse("our own comment"));

    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused).hasMessageContainingAll("nobody's", "status", "adopt=true");
  }

  @Test
  void nobodyIsToldToWriteOverTheRecordOfSomebodyElse() {
    assertThat(refusal(new Remark("", OTHER, false)))
        .hasMessageContaining("team-b/shop")
        .hasMessageNotContaining("adopt");
    assertThat(refusal(new Remark("", null, true))).hasMessageNotContaining("adopt");
  }

  private static EngineException refusal(Remark remark) {
    EngineException refused =
        catchThrowableOfType(EngineException.class, () -> with(remark).requireOwner(OWNER));
    assertThat(refused).isNotNull();
    return refused;
  }

  private static Found with(Remark remark) {
    return new Found("shop", "shop_owner", true, false, remark);
  }
}
