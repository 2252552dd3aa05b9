package io.dbprovision.core.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.Metadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateTest {
  @Test
  void thePreciseReasonIsToldAndNotTwice() {
    State state = state(1, null, Map.of(), Examples.failed("Conflict", "it is somebody else's"));

    assertThat(state.health()).isEqualTo(Health.BAD);
    assertThat(state.ready()).isEqualTo("False");
    assertThat(state.reason()).isEqualTo("Conflict");
    assertThat(state.message()).isEqualTo("it is somebody else's");
  }

  @Test
  void waitingIsNoFailure() {
    assertThat(state(1, null, Map.of(), Examples.waiting("DependencyNotReady", "no role")).health())
        .isEqualTo(Health.WAITING);
  }

  @Test
  void readyButNotInSyncIsReadyWithARemark() {
    State state = state(1, null, Map.of(), Examples.odd("DriftDetected", "owner differs"));

    assertThat(state.health()).isEqualTo(Health.ODD);
    assertThat(state.ready()).isEqualTo("True");
    assertThat(state.message()).isEqualTo("owner differs");
  }

  @Test
  void theStatusOfAnOlderManifestDoesNotCount() {
    assertThat(state(1, null, Map.of(), Examples.ready()).health()).isEqualTo(Health.GOOD);
    State changed = state(2, null, Map.of(), Examples.ready());

    assertThat(changed.health()).isEqualTo(Health.UNKNOWN);
    assertThat(changed.reason()).isEqualTo(State.OUTDATED);
    assertThat(state(2, null, Map.of(Keys.PAUSE_RECONCILE, "true"), Examples.ready()).reason())
        .isEqualTo(State.PAUSED);
  }

  @Test
  void whatNobodyHasLookedAtIsNotReady() {
    assertThat(state(1, null, Map.of(), Map.of()).reason()).isEqualTo(State.NOT_SEEN);
    assertThat(state(1, null, Map.of(), Map.of()).health().ready()).isFalse();
  }

  @Test
  void whatIsBeingDeletedIsNotReadyHoweverReadyItWas() {
    State state = state(2, Instant.EPOCH, Map.of(), Examples.ready());

    assertThat(state.health()).isEqualTo(Health.WAITING);
    assertThat(state.ready()).isEqualTo("False");
    assertThat(state.reason()).isEqualTo("Deleting");
  }

  private static State state(
      long generation,
      @Nullable Instant deleted,
      Map<String, String> annotations,
      Map<String, Object> status) {
    return State.of(
        new CustomResource(
            CustomKind.DATABASE,
            new Metadata(
                "demo",
                "orders",
                "uid",
                "1",
                generation,
                Instant.EPOCH,
                deleted,
                Map.of(),
                annotations,
                List.of()),
            Fields.empty(),
            Fields.of(status)));
  }
}
