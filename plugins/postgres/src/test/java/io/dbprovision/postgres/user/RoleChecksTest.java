package io.dbprovision.postgres.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.postgres.PostgresEngine;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleChecksTest {
  private static Validation validated(Map<String, ?> block) {
    return new PostgresEngine().validate(Kind.ROLE, Section.of("spec.postgres", block));
  }

  @Test
  void everyProblemOfARoleIsFoundWithItsField() {
    assertThat(
            validated(
                    Map.of(
                        "connectionLimit",
                        -2,
                        "validUntil",
                        "tomorrow",
                        "inRoles",
                        List.of("good", ""),
                        "configParameters",
                        Map.of("role", "x")))
                .problems())
        .allMatch(problem -> problem.kind() == ErrorKind.INVALID)
        .extracting(Validation.Problem::path)
        .containsExactlyInAnyOrder(
            "spec.postgres.connectionLimit",
            "spec.postgres.validUntil",
            "spec.postgres.inRoles[1]",
            "spec.postgres.configParameters.role");
  }

  @Test
  void aFieldThatOnlyALoginHasIsUnknown() {
    assertThat(validated(Map.of("defaultRole", "x")).problems())
        .extracting(Validation.Problem::path)
        .containsExactly("spec.postgres.defaultRole");
  }
}
