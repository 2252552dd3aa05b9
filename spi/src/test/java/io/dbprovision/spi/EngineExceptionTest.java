package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineExceptionTest {
  @Test
  void theMessageStartsWithTheField() {
    assertThat(EngineException.at(ErrorKind.INVALID, "spec.owner", "is not valid"))
        .hasMessage("spec.owner: is not valid");
  }

  @Test
  void theSentenceLeavesTheFieldToItsPath() {
    EngineException failure = EngineException.at(ErrorKind.INVALID, "spec.owner", "is not valid");
    assertThat(failure.sentence()).isEqualTo("is not valid");
    assertThat(failure.causedBy(failure).sentence()).isEqualTo("is not valid");
  }

  @Test
  void asAFindingItNamesItsFieldOnceAndElseTheOneItIsChargedTo() {
    assertThat(
            Validation.ok()
                .with("spec.x", EngineException.at(ErrorKind.INVALID, "spec.x.y", "is not valid"))
                .with("spec.x", EngineException.of(ErrorKind.UNSUPPORTED, "is too new"))
                .problems())
        .containsExactly(
            new Validation.Problem("spec.x.y", "is not valid", ErrorKind.INVALID),
            new Validation.Problem("spec.x", "is too new", ErrorKind.UNSUPPORTED));
  }

  @Test
  void aFieldNamedAlreadyStays() {
    EngineException failure = EngineException.at(ErrorKind.INVALID, "spec.owner", "is not valid");
    assertThat(failure.atPath("spec.other")).isSameAs(failure);
    assertThat(EngineException.of(ErrorKind.INVALID, "is not valid").atPath("spec.other").path())
        .contains("spec.other");
  }

  @Test
  void aCauseKeepsKindPathAndText() {
    IllegalStateException cause = new IllegalStateException("driver");
    EngineException failure =
        EngineException.at(ErrorKind.CONFLICT, "spec.name", "is taken").causedBy(cause);
    assertThat(failure).hasCause(cause).hasMessage("spec.name: is taken");
    assertThat(failure.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(failure.atPath("x").getCause()).isSameAs(cause);
  }
}
