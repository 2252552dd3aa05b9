package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final Owner SELF = new Owner("c", "o", "ns", "shop", "uid-1");
  private static final Owner OTHER = new Owner("c", "o", "ns", "shop", "uid-2");
  private static final Owner THIRD = new Owner("c", "o", "other", "shop", "uid-3");

  @Test
  void ourOwnRecordIsAlwaysEnough() {
    assertThat(Provenance.unknown().permits(SELF, SELF)).isTrue();
    assertThat(Provenance.witnessedBefore().permits(SELF, SELF)).isTrue();
    assertThat(Provenance.adopted(OTHER).permits(SELF, SELF)).isTrue();
  }

  @Test
  void withoutARecordItTakesAWitnessOrConsent() {
    assertThat(Provenance.unknown().permits(SELF, null)).isFalse();
    assertThat(Provenance.witnessedBefore().permits(SELF, null)).isTrue();
    assertThat(Provenance.adopted(null).permits(SELF, null)).isTrue();
  }

  @Test
  void aWitnessDoesNotOverruleAnotherOwner() {
    assertThat(Provenance.witnessedBefore().permits(SELF, OTHER)).isFalse();
  }

  @Test
  void consentIsForTheOwnerItNames() {
    assertThat(Provenance.adopted(OTHER).permits(SELF, OTHER)).isTrue();
    assertThat(Provenance.adopted(OTHER).permits(SELF, THIRD)).isFalse();
    assertThat(Provenance.adopted(null).permits(SELF, OTHER)).isFalse();
  }

  @Test
  void aRecreatedObjectOfTheSameNameIsAnotherOwner() {
    assertThat(Provenance.unknown().permits(SELF, OTHER)).isFalse();
    assertThat(OTHER.sameTenant(SELF)).isTrue();
    assertThat(THIRD.sameTenant(SELF)).isFalse();
  }

  @Test
  void whatWasOnlyToBeAdoptedIsNotOursToRemove() {
    assertThat(Provenance.adopted(null).owns(SELF, null)).isFalse();
    assertThat(Provenance.adopted(OTHER).owns(SELF, OTHER)).isFalse();
    assertThat(Provenance.unknown().owns(SELF, null)).isFalse();
    assertThat(Provenance.witnessedBefore().owns(SELF, null)).isTrue();
    assertThat(Provenance.unknown().owns(SELF, SELF)).isTrue();
  }

  @Test
  void aConflictNamesTheOwnerAndTheWayOut() {
    Provenance.unknown().require("database shop", SELF, SELF);
    EngineException conflict =
        catchThrowableOfType(
            EngineException.class,
            () -> Provenance.unknown().require("database shop", SELF, THIRD));
    assertThat(conflict.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(conflict).hasMessage("database shop exists and belongs to other/shop");
    assertThat(conflict.remedy()).contains(Remedy.ADOPT);
    assertThatThrownBy(() -> Provenance.unknown().require("database shop", SELF, null))
        .hasMessageContaining("nobody is on record");
  }
}
