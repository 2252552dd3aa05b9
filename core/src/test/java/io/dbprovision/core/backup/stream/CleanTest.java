package io.dbprovision.core.backup.stream;

import static io.dbprovision.core.backup.stream.Scene.KEY;
import static io.dbprovision.core.backup.stream.Scene.PATH;
import static io.dbprovision.core.backup.stream.Scene.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
    assertThat(scene.archive.clean("", scene.later())).isZero();
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
    assertThat(scene.archive.clean("", scene.later())).isZero();
    assertThat(scene.archive.clean("", scene.later().plus(Duration.ofDays(2)))).isEqualTo(4);
    assertThat(scene.bucket.contents()).isEmpty();
  }

  @Test
  void completeBackupsAndOtherPrefixesStay() {
    scene.write(PATH, Scene.noise(9 * SEGMENT), Scene.options(Compression.NONE, KEY));
    scene.write("other/a", Scene.noise(10), Scene.options(Compression.NONE, KEY));
    scene.bucket.remove("other/a.manifest");
    assertThat(scene.archive.clean("team", scene.later())).isZero();
    scene.archive.verify(PATH, KEY, StreamProgress.NONE);
    assertThat(scene.archive.clean("other", scene.later())).isEqualTo(2);
  }

  @Test
  void aPrefixThatReachesIntoTheNamesOfABackupTakesNothingFromIt() {
    scene.write(PATH, Scene.noise(9 * SEGMENT), Scene.options(Compression.NONE, KEY));
    assertThat(scene.archive.clean(PATH + ".part", scene.later())).isZero();
    scene.archive.verify(PATH, KEY, StreamProgress.NONE);
  }
}
