package io.dbprovision.storage.pvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.Section;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PvcOptionsTest {
  private final PvcStore store = new PvcStore();

  private static Section block(Map<String, Object> values) {
    return Section.of("spec.storage.pvc", values);
  }

  private List<String> wrong(Map<String, Object> values) {
    return store.validate(block(values)).problems().stream().map(Validation.Problem::path).toList();
  }

  @Test
  void aBlockNeedsAClaim() {
    assertThat(wrong(Map.of("claimName", "backups.of-team-a"))).isEmpty();
    assertThat(wrong(Map.of())).containsExactly("spec.storage.pvc.claimName");
    assertThat(wrong(Map.of("claimName", "../x"))).containsExactly("spec.storage.pvc.claimName");
    assertThat(wrong(Map.of("claimName", 3))).containsExactly("spec.storage.pvc.claimName");
  }

  @Test
  void itsFolderStaysWithinTheVolume() {
    for (String inside : List.of("", "a", "/a/b/", "team a/ü")) {
      assertThat(wrong(Map.of("claimName", "c", "subPath", inside))).as(inside).isEmpty();
    }
    for (String outside : List.of("..", "a/../..", "a//b", "./a", ".dbops-uploads/x")) {
      assertThat(wrong(Map.of("claimName", "c", "subPath", outside)))
          .as(outside)
          .containsExactly("spec.storage.pvc.subPath");
    }
  }

  @Test
  void theCoreLearnsTheClaimAndThePrefix() {
    Section block = block(Map.of("claimName", "c", "subPath", "/a/b/"));
    assertThat(store.claim(block)).contains("c");
    assertThat(store.prefix(block)).isEqualTo("a/b");
    assertThat(store.prefix(block(Map.of("claimName", "c")))).isEmpty();
    assertThat(store.claim(block(Map.of()))).isEmpty();
  }

  @Test
  void aWrongBlockAndOneWithoutAMountAreNotOpened() {
    assertThatThrownBy(() -> store.open(StorePlace.builder(block(Map.of())).build(), Mount.CONTEXT))
        .hasMessageStartingWith("spec.storage.pvc.claimName: must be");
    assertThatThrownBy(
            () ->
                store.open(
                    StorePlace.builder(block(Map.of("claimName", "c"))).build(), Mount.CONTEXT))
        .hasMessageContaining("the claim 'c' is mounted nowhere");
  }
}
