package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Validation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fields of a Database that another one puts out of effect. */
class DatabaseFieldsTest {
  @Test
  void thePairOfAutomaticOwnershipIsInertUntilItIsSwitchedOn() {
    Map<String, Object> pair = Map.of("roleName", "r", "userName", "u", "dropOnDelete", true);

    assertThat(problems(pair))
        .allMatch(problem -> problem.kind() == ErrorKind.UNSUPPORTED)
        .allMatch(problem -> problem.message().equals("has no effect without autoOwnership: true"))
        .extracting(Validation.Problem::path)
        .containsExactly(
            "spec.postgres.ownership.roleName",
            "spec.postgres.ownership.userName",
            "spec.postgres.ownership.dropOnDelete");
    assertThat(problems(Map.of("autoOwnership", true, "roleName", "r", "dropOnDelete", true)))
        .isEmpty();
    assertThat(problems(Map.of("setDefaultPrivileges", true))).isEmpty();
  }

  private static List<Validation.Problem> problems(Map<String, Object> ownership) {
    return new PostgresEngine()
        .validate(Kind.DATABASE, Lab.section(Map.of("ownership", ownership)))
        .problems();
  }
}
