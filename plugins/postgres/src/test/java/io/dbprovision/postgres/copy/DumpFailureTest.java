package io.dbprovision.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words are pg_dump's own. */
class DumpFailureTest {
  @Test
  void aLostConnectionIsNamedAndTheStatementIsNot() {
    EngineException failure =
        DumpFailure.of(
            "pg_dump",
            1,
            List.of(
                "pg_dump: error: Dumping the contents of table \"orders\" failed: PQgetCopyData() failed.",
                "pg_dump: detail: Error message from server: server closed the connection unexpectedly",
                "\tThis probably means the server terminated abnormally",
                "\tbefore or while processing the request.",
                "pg_dump: detail: Command was: COPY public.orders (id) TO stdout;"));

    assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("table \"orders\"")
        .hasMessageContaining("server closed the connection unexpectedly")
        .message()
        .doesNotContain("COPY");
  }

  @Test
  void aFullDiskIsNamedAndMayBeTriedAgain() {
    EngineException failure =
        DumpFailure.of(
            "pg_dump",
            1,
            List.of("pg_dump: error: could not write to file: No space left on device"));

    assertThat(failure.kind()).isEqualTo(ErrorKind.EXHAUSTED);
    assertThat(failure).hasMessageContaining("No space left on device");
  }

  @Test
  void aFullDiskIsNamedThoughTwoProcessesSayItAtOnce() {
    assertThat(
            DumpFailure.words(
                List.of(
                    "pg_dump: pg_dump: error: error: could not write to output file: No space left on device",
                    "pg_dump: error: a worker process died unexpectedly")))
        .contains("No space left on device");
  }

  @Test
  void whatADetailQuotesOfTheServerStaysUntold() {
    assertThat(
            DumpFailure.words(
                List.of(
                    "pg_dump: error: query failed: no",
                    "pg_dump: detail: Error message from server: invalid value 's3cret'")))
        .doesNotContain("s3cret");
  }
}
