package io.dbprovision.core.backup.stream;

import static io.dbprovision.core.backup.stream.Scene.KEY;
import static io.dbprovision.core.backup.stream.Scene.PATH;
import static io.dbprovision.core.backup.stream.Scene.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CleanTest {
  private final Scene scene = new Scene();

  @Test
  void filesOfOthersStayWhateverTheyAreCalled() {
    Set<String> theirs =
        Set.of(
            "a.dump.gz.enc", "movie.part-00002", "server.key", "server.key-0123abcd", "x.manifest");
    theirs.forEach(key -> scene.bucket.put(key, Scene.noise(500), scene.clock.instant()));
    scene.bucket.put("empty", new byte[0], scene.clock.instant());
    assertThat(scene.archive.clean("", scene.later(), path -> true)).isZero();
    assertThat(scene.bucket.contents().keySet()).containsAll(theirs).hasSize(6);
  }

  @Test
  void aBackupThatIsBeingWrittenStaysAsLongAsItsNewestPartIsNew() {
    scene.write(PATH, Scene.noise(9 * SEGMENT), Scene.options(Compression.NONE, KEY));
    scene.bucket.remove(ObjectNames.manifest(PATH));
    String newest = ObjectNames.part(PATH, 3);
    scene.bucket.put(
        newest,
        scene.bucket.get(newest).orElseThrow(),
        scene.clock.instant().plus(Duration.ofDays(1)));
    assertThat(scene.archive.clean("", scene.later(), path -> true)).isZero();
    assertThat(scene.archive.clean("", scene.later().plus(Duration.ofDays(2)), path -> true))
        .isEqualTo(4);
    assertThat(scene.bucket.contents()).isEmpty();
  }

  @Test
  void completeBackupsAndOtherPrefixesStay() {
    scene.write(PATH, Scene.noise(9 * SEGMENT), Scene.options(Compression.NONE, KEY));
    scene.write("other/a", Scene.noise(10), Scene.options(Compression.NONE, KEY));
    scene.bucket.remove("other/a.manifest");
    assertThat(scene.archive.clean("team", scene.later(), path -> true)).isZero();
    scene.archive.verify(PATH, KEY, StreamProgress.NONE);
    assertThat(scene.archive.clean("other", scene.later(), path -> true)).isEqualTo(2);
  }

  @Test
  void uploadsAndPartsAtPathsThatNoBackupHasAreNotLookedAt() {
    scene.write("team-b/x", Scene.noise(10), Scene.options(Compression.NONE, null));
    scene.bucket.remove("team-b/x.manifest");
    Upload theirs = scene.store.begin("team/export.csv");
    assertThat(scene.archive.clean("team", scene.later(), path -> path.startsWith("team/shop-")))
        .isZero();
    theirs.write(ByteBuffer.allocate(5));
    assertThat(theirs.commit().size()).isEqualTo(5);
  }

  @Test
  void aSharedBucketOfManyObjectsIsLookedThroughInLittleMemory() {
    Orphans orphans = new Orphans(scene.later(), path -> true);
    for (int i = 0; i < 500_000; i++) {
      String key = String.format(java.util.Locale.ROOT, "shop-%07d", i);
      orphans.next(new StoredObject(key, 1, scene.clock.instant()));
    }
    assertThat(orphans.found().stream().mapToInt(group -> group.objects().size()).sum())
        .isEqualTo(Orphans.MOST);
  }

  @Test
  void namesBetweenThoseOfABackupDoNotPartIt() {
    Orphans orphans = new Orphans(scene.later(), path -> true);
    for (String key :
        List.of("a", "a-b", "a-b.manifest", "a-b.part-00002", "a.key", "a.part-00002", "b")) {
      orphans.next(new StoredObject(key, 1, scene.clock.instant()));
    }
    assertThat(orphans.found())
        .extracting(group -> group.path() + " " + group.objects().size())
        .containsExactlyInAnyOrder("a 3", "b 1");
  }

  @Test
  void aPrefixThatReachesIntoTheNamesOfABackupTakesNothingFromIt() {
    scene.write(PATH, Scene.noise(9 * SEGMENT), Scene.options(Compression.NONE, KEY));
    assertThat(scene.archive.clean(PATH + ".part", scene.later(), path -> true)).isZero();
    scene.archive.verify(PATH, KEY, StreamProgress.NONE);
  }
}
