package io.dbprovision.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Remedy;
import org.junit.jupiter.api.Test;

class RemediesTest {
  private final EngineException taken =
      EngineException.at(ErrorKind.CONFLICT, "spec.name", "is taken");

  @Test
  void theOperatorSaysHowToDoWhatTheEngineAdvises() {
    assertThat(Failure.of(taken.with(Remedy.ADOPT)).message())
        .isEqualTo(
            "spec.name: is taken; to take it over, annotate the object with"
                + " dbops.dbprovision.io/adopt=true");
    assertThat(Failure.of(taken.with(Remedy.FORCE_REMOVAL)).message())
        .endsWith("annotate the object with dbops.dbprovision.io/force-delete=true");
  }

  @Test
  void withoutAdviceOrWithOneOfALaterVersionTheMessageStandsForItself() {
    assertThat(Failure.of(taken).message()).isEqualTo("spec.name: is taken");
    assertThat(Failure.of(taken.with(new Remedy("dance"))).message())
        .isEqualTo("spec.name: is taken");
  }

  @Test
  void theAdviceOutlivesItsWayUp() {
    EngineException up =
        EngineException.of(ErrorKind.CONFLICT, "is taken")
            .with(Remedy.ADOPT)
            .causedBy(new IllegalStateException())
            .atPath("spec.name");
    assertThat(up.remedy()).contains(Remedy.ADOPT);
  }
}
