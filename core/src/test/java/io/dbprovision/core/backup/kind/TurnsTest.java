package io.dbprovision.core.backup.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.World;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Turns turns = new Turns();

  private static ResourceKey backup(int number) {
    return World.key(CustomKind.BACKUP, "b" + number);
  }

  @Test
  void whoComesAloneNeverWaits() {
    assertThat(turns.left(backup(1), NOW)).isZero();
    assertThat(turns.left(backup(1), NOW.plusSeconds(1))).isZero();
  }

  @Test
  void tenThousandAtOnceAreFourASecondAndEachKeepsItsTurn() {
    assertThat(turns.left(backup(0), NOW)).isZero();
    for (int i = 1; i < 10_000; i++) {
      assertThat(turns.left(backup(i), NOW)).isEqualTo(Duration.ofMillis(250L * i));
    }
    assertThat(turns.left(backup(9_999), NOW.plusSeconds(1000)))
        .isEqualTo(Duration.ofMillis(250L * 9_999).minusSeconds(1000));
    assertThat(turns.left(backup(4_000), NOW.plusSeconds(1000))).isZero();
    assertThat(turns.left(backup(4_000), NOW.plusSeconds(1000)))
        .as("the next time it is behind all others")
        .isEqualTo(Duration.ofMinutes(25));
  }

  @Test
  void whoNeverCameForItsTurnIsForgotten() {
    for (int i = 0; i < 10; i++) {
      assertThat(turns.left(backup(i), NOW)).isEqualTo(Duration.ofMillis(250L * i));
    }
    Instant later = NOW.plus(Duration.ofHours(1));
    assertThat(turns.left(backup(100), later)).isZero();
    assertThat(turns.left(backup(5), later)).isEqualTo(Duration.ofMillis(250));
  }
}
