package io.dbprovision.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ServerChoiceTest {
  private static final List<String> NATIVELY = List.of("2");
  private static final List<String> MATRIX = List.of("1", "2", "3.0");

  private static ServerChoice choice(Map<String, String> values) {
    Properties properties = new Properties();
    properties.putAll(values);
    return new ServerChoice(properties);
  }

  @Test
  void serversAreNativeUnlessContainersAreAskedFor() {
    assertThat(choice(Map.of()).containers()).isFalse();
    assertThat(choice(Map.of("servers", "native")).containers()).isFalse();
    assertThat(choice(Map.of("servers", "containers")).containers()).isTrue();
  }

  @Test
  void anUnknownWayIsRefusedWithTheOnesThatThereAre() {
    assertThatThrownBy(() -> choice(Map.of("servers", "docker")).containers())
        .hasMessageContaining("-Dservers=docker")
        .hasMessageContaining("'containers'");
  }

  @Test
  void theWayDecidesOnTheVersions() {
    assertThat(choice(Map.of()).versions("tellus", NATIVELY, MATRIX)).isEqualTo(NATIVELY);
    assertThat(choice(Map.of("servers", "containers")).versions("tellus", NATIVELY, MATRIX))
        .isEqualTo(MATRIX);
  }

  @Test
  void versionsThatAreAskedForAreOfTheirProductOnly() {
    ServerChoice choice = choice(Map.of("servers.versions.tellus", "3.0, 1"));
    assertThat(choice.versions("tellus", NATIVELY, MATRIX)).containsExactly("3.0", "1");
    assertThat(choice.versions("luna", NATIVELY, MATRIX)).isEqualTo(NATIVELY);
    assertThatThrownBy(
            () ->
                choice(Map.of("servers.versions.tellus", " , "))
                    .versions("tellus", NATIVELY, MATRIX))
        .hasMessageContaining("-Dservers.versions.tellus names no version");
  }

  @Test
  void anImageIsTheOfficialOneUnlessAnotherIsNamed() {
    assertThat(choice(Map.of()).image("tellus", "3.0")).isEqualTo("tellus:3.0");
    ServerChoice choice =
        choice(Map.of("servers.image.tellus", "registry.example:5000/db/tellus-{version}:stable"));
    assertThat(choice.image("tellus", "3.0"))
        .isEqualTo("registry.example:5000/db/tellus-3.0:stable");
    assertThat(choice.image("luna", "1")).isEqualTo("luna:1");
  }

  @Test
  void anImageThatForgetsTheVersionIsRefused() {
    assertThatThrownBy(
            () -> choice(Map.of("servers.image.tellus", "tellus:1")).image("tellus", "3.0"))
        .hasMessageContaining("{version}");
  }
}
