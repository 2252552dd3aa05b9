package io.dbprovision.testservers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ContainerEngineTest {
  @Test
  void withoutAnEngineTheFailureSaysWhatToStart() {
    IllegalStateException cause = new IllegalStateException("no valid environment");
    assertThatThrownBy(
            () ->
                ContainerEngine.require(
                    () -> {
                      throw cause;
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("-Dservers=containers")
        .hasMessageContaining("podman system service")
        .hasMessageContaining("DOCKER_HOST")
        .hasCause(cause);
  }

  @Test
  void anEngineThatAnswersIsEnough() {
    assertThatCode(() -> ContainerEngine.require(() -> {})).doesNotThrowAnyException();
  }
}
