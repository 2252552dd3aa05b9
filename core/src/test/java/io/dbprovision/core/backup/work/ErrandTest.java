package io.dbprovision.core.backup.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a worker does for an operator that cannot open the store. */
class ErrandTest extends WorkerScene {
  private Finding sent(Errand errand) {
    WorkResult result = again(new StoreWork("e1", access(), errand));
    // as the operator reads it
    return OutcomeJson.outcome(OutcomeJson.done(result))
        .map(WorkState.Done.class::cast)
        .flatMap(done -> done.result().finding())
        .orElseThrow();
  }

  @Test
  void aStoreThatCanBeUsedIsGood() {
    assertThat(sent(new Errand.Check())).isEqualTo(new Finding.Good());
  }

  @Test
  void aBackupIsToldAsItsManifestHasIt() {
    WorkResult dumped = run(dump(Compression.ZSTD, Works.KEY));

    assertThat(sent(new Errand.Look(PATH, "team")))
        .isInstanceOfSatisfying(
            Finding.Archive.class,
            found -> {
              Manifest manifest = found.manifest();
              assertThat(manifest.header()).isEqualTo(dump(Compression.ZSTD, null).header());
              assertThat(manifest.encrypted()).isTrue();
              assertThat(manifest.compression()).isEqualTo(Compression.ZSTD);
              assertThat(manifest.checksum()).isEqualTo(dumped.copied().checksum());
              assertThat(manifest.plainBytes()).isEqualTo(dumped.copied().plainBytes());
              assertThat(manifest.storedBytes()).isEqualTo(dumped.copied().storedBytes());
              assertThat(manifest.summary().tool()).isEqualTo(dumped.copied().tool());
            });
  }

  @Test
  void aPartWithoutItsManifestIsBrokenAndNothingIsNothing() {
    run(dump(Compression.NONE, null));
    bucket.remove(PATH + ".manifest");

    assertThat(sent(new Errand.Look(PATH, ""))).isInstanceOf(Finding.Broken.class);
    assertThat(sent(new Errand.Look("elsewhere", ""))).isEqualTo(new Finding.Nothing());
  }

  @Test
  void aKeyIsWrappedAnewAndTheOneBeforeItGoesOnlyWhenItIsProven() {
    EncryptionKey next = EncryptionKey.of(new byte[EncryptionKey.BYTES]);
    run(dump(Compression.NONE, Works.KEY));

    assertThatThrownBy(() -> sent(new Errand.Retire(PATH, next))).hasMessageContaining("key");
    assertThatThrownBy(() -> sent(new Errand.Rewrap(PATH, List.of(), next)))
        .hasMessageContaining("key");
    assertThat(bucket.contents()).hasSize(3);

    assertThat(sent(new Errand.Rewrap(PATH, List.of(Works.KEY), next)))
        .isEqualTo(new Finding.Good());
    assertThat(bucket.contents()).as("both open it").hasSize(4);
    assertThat(sent(new Errand.Retire(PATH, next))).isEqualTo(new Finding.Good());
    assertThat(bucket.contents()).hasSize(3);
    assertThat(sent(new Errand.Rewrap(PATH, List.of(), next)))
        .as("it opens it by now")
        .isEqualTo(new Finding.Good());
  }

  @Test
  void anErrandWithKeysIsReadAsItWasWrittenAndShowsNone() {
    EncryptionKey next = EncryptionKey.of(new byte[EncryptionKey.BYTES]);
    for (Errand errand :
        List.of(new Errand.Rewrap(PATH, List.of(Works.KEY), next), new Errand.Retire(PATH, next))) {
      StoreWork work = new StoreWork("e1", access(), errand);
      byte[] order = OrderJson.write(new WorkOrder(work, Duration.ofMinutes(1)));
      assertThat(OrderJson.read(order).work()).isEqualTo(work);
      assertThat(work.toString()).contains("[key " + next.id() + "]");
    }
  }

  @Test
  void onlyItsOwnBackupIsRemovedAndOnlyOnce() {
    run(dump(Compression.NONE, null));

    assertThat(sent(new Errand.Remove(PATH, "", "another")))
        .isEqualTo(new Finding.Removal(Removed.ANOTHERS));
    assertThat(bucket.contents()).isNotEmpty();
    assertThat(sent(new Errand.Remove(PATH, "", "uid-1")))
        .isEqualTo(new Finding.Removal(Removed.ALL));
    assertThat(bucket.contents()).isEmpty();
    assertThat(sent(new Errand.Remove(PATH, "", "uid-1")))
        .isEqualTo(new Finding.Removal(Removed.NOTHING));
  }

  @Test
  void whatAnInterruptedBackupLeftIsRemovedAndAWholeOneStays() {
    run(dump(Compression.NONE, null));
    Instant later = later();
    assertThat(sent(new Errand.Clean(PATH, later))).isEqualTo(new Finding.Cleaned(0));

    bucket.remove(PATH + ".manifest");
    assertThat(sent(new Errand.Clean(PATH, later))).isEqualTo(new Finding.Cleaned(1));
    assertThat(bucket.contents()).isEmpty();
  }
}
