package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.database;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The server says what it dislikes, and not which field of a manifest it comes from. */
class CreationFailureTest extends LabTest {
  @Test
  void aRefusalIsChargedToTheFieldThatIsAtFault() {
    assertCharged(Map.of("encoding", "KLINGON"), "encoding", ErrorKind.INVALID);
    assertCharged(Map.of("tablespace", "fast"), "tablespace", ErrorKind.NOT_FOUND);
    assertCharged(Map.of("lcCollate", "xx_YY"), "lcCollate", ErrorKind.INVALID);
    assertCharged(Map.of("lcCtype", "xx_YY"), "lcCtype", ErrorKind.INVALID);
  }

  private void assertCharged(Map<String, ?> options, String field, ErrorKind kind) {
    DatabaseSpec spec = database("d_refused", options).build();
    Plan plan = lab.databases().plan(spec);
    Applied applied = lab.databases().apply(plan, Lab.all(plan));
    EngineException failure = applied.failure().orElseThrow();
    assertThat(failure.path()).as("%s", failure).contains("spec.postgres." + field);
    assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
    assertThat(lab.databases().names()).noneMatch(name -> name.contains("d_refused"));
  }
}
