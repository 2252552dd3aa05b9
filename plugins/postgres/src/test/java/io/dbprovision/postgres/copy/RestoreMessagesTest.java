package io.dbprovision.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What pg_restore says, alone and as several processes that write at once. */
class RestoreMessagesTest {
  private static final String OLDER =
      "could not execute query: ERROR:  unrecognized configuration parameter \"transaction_timeout\"";

  private final AtomicInteger ends = new AtomicInteger();

  private RestoreMessages messages(boolean parallel) {
    return new RestoreMessages(new Tolerance(true), parallel, ends::incrementAndGet);
  }

  @Test
  void aRightThatCannotBeGivenIsLeftOutAndCounted() {
    RestoreMessages one = messages(false);
    one.accept("pg_restore: from TOC entry 3401; 0 0 ACL TABLE t owner");
    one.accept("pg_restore: error: could not execute query: ERROR:  role \"x\" does not exist");
    one.accept("pg_restore: warning: errors ignored on restore: 1");
    assertThat(ends).hasValue(0);
    assertThat(one.accounts(1)).isTrue();
    assertThat(one.warnings()).hasSize(1);
  }

  @Test
  void anErrorThatWasNotHeardOfIsNotAccountedFor() {
    RestoreMessages one = messages(false);
    one.accept("pg_restore: from TOC entry 3401; 0 0 ACL TABLE t owner");
    one.accept("pg_restore: error: could not execute query: ERROR:  role \"x\" does not exist");
    one.accept("pg_restore: warning: errors ignored on restore: 2");
    assertThat(one.accounts(1)).isFalse();
  }

  @Test
  void ofSeveralProcessesAMarkInFrontOfAnothersProgressIsNoError() {
    RestoreMessages several = messages(true);
    several.accept("pg_restore: pg_restore: error: launching item 2100 DEFAULT ACL FOR FUNCTIONS");
    several.accept(OLDER);
    several.accept("pg_restore: error: processing data for table \"public.t\"");
    assertThat(ends).hasValue(0);
    assertThat(several.accounts(1)).isTrue();
    assertThat(several.tables()).isEqualTo(1);
  }

  @Test
  void ofSeveralProcessesAnErrorIsHeardWithoutItsMark() {
    RestoreMessages several = messages(true);
    several.accept("could not execute query: ERROR:  relation \"t\" does not exist");
    several.accept("pg_restore: error: a worker process died unexpectedly");
    assertThat(ends).as("it is ended once").hasValue(1);
    assertThat(several.fatal()).isEqualTo("relation \"t\" does not exist");
    assertThat(several.accounts(1)).isFalse();
  }

  @Test
  void ofSeveralProcessesNoEntryExcusesAnError() {
    RestoreMessages several = messages(true);
    several.accept("pg_restore: from TOC entry 3401; 0 0 ACL TABLE t owner");
    several.accept("pg_restore: error: could not execute query: ERROR:  permission denied");
    assertThat(several.fatal()).isEqualTo("permission denied");
  }
}
