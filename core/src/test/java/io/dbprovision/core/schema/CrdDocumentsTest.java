package io.dbprovision.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrdDocumentsTest {
  private static final String ONE = "{kind: CustomResourceDefinition, metadata: {name: one.x}}";
  private static final String TWO = "{kind: CustomResourceDefinition, metadata: {name: two.x}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        ONE + "\n---\n" + TWO,
        "---\n---\n" + ONE + "\n---\n" + TWO + "\n---\n",
        "{kind: List, items: [" + ONE + ", " + TWO + "]}"
      })
  void documentsAndListsAreTakenApart(String text) {
    assertThat(CrdDocuments.split("file", text)).containsOnlyKeys("one.x", "two.x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "---\n", "{kind: List, items: []}"})
  void aTextWithoutAnyIsAnError(String text) {
    assertThatThrownBy(() -> CrdDocuments.split("file", text))
        .isInstanceOf(SchemaException.class)
        .hasMessage("file: holds no CRD");
  }

  @Test
  void whatIsNoCrdIsAnErrorSoThatNothingIsLostUnnoticed() {
    assertThatThrownBy(() -> CrdDocuments.split("file", ONE + "\n---\n{kind: Secret}"))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("CustomResourceDefinition is expected");
  }
}
