package io.dbprovision.core.config;

import static io.dbprovision.core.config.FlagsFixture.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoreFlagsTest {
  @Test
  void nothingOfThePlatformsIsGivenAwayUnasked() {
    assertThat(config().stores()).isEqualTo(StoreRules.STRICT);
    assertThat(StoreRules.STRICT.podIdentity().allows("team-a")).isFalse();
  }

  @Test
  void everybodyOrTheNamedMayUseThePodsIdentity() {
    assertThat(config("--store-pod-identity=allow").stores().podIdentity().allows("team-a"))
        .isTrue();
    StoreRules.PodIdentity some = config("--store-pod-identity=team-a, b").stores().podIdentity();
    assertThat(some.allows("team-a")).isTrue();
    assertThat(some.allows("b")).isTrue();
    assertThat(some.allows("team-b")).isFalse();
    assertThat(config("--store-link-local").stores().linkLocal()).isTrue();
    assertThat(config("--store-link-local=true").stores().linkLocal()).isTrue();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (String wrong : new String[] {"", ",", "Team_A", "allow,team-a"}) {
      assertThatThrownBy(() -> config("--store-pod-identity=" + wrong, "--store-link-local=maybe"))
          .as("'%s'", wrong)
          .isInstanceOfSatisfying(
              InvalidConfigException.class,
              e ->
                  assertThat(e.problems())
                      .anySatisfy(p -> assertThat(p).startsWith("--store-pod-identity:"))
                      .anySatisfy(p -> assertThat(p).startsWith("--store-link-local:")));
    }
  }
}
