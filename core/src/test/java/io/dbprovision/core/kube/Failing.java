package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What tests expect of calls that the API server refuses. */
final class Failing {
  private Failing() {}

  static void assertFails(KubeException.Kind kind, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            KubeException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }
}
