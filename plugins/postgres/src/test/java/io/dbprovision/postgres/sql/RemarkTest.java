package io.dbprovision.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import org.junit.jupiter.api.Test;

class RemarkTest {
  private static final Owner ODD = new Owner("c/1", "o p", "", "n]a[me", "u-%2F");

  @Test
  void whatIsWrittenIsReadAgain() {
    for (String text :
        new String[] {"", "mine", "a [dbops:1 x/y z/w v]", "two\nlines ", "[dbops:"}) {
      Remark remark = Remark.parse(Remark.render(text, ODD));
      assertThat(remark.text()).isEqualTo(text);
      assertThat(remark.record()).isEqualTo(ODD);
    }
  }

  @Test
  void onlyTheVeryEndIsARecord() {
    assertThat(Remark.parse("[dbops:1 a/b c/d e] and more").owned()).isFalse();
    assertThat(Remark.parse(null).owned()).isFalse();
  }

  @Test
  void aRecordOfAnotherFormIsNobodysToTake() {
    Remark future = Remark.parse("x [dbops:2 a b c]");
    assertThat(future.owned()).isTrue();
    assertThat(future.permits(Provenance.witnessedBefore(), ODD)).isFalse();
    assertThat(future.permits(Provenance.adopted(null), ODD)).isFalse();
  }
}
