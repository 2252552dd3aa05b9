package io.dbprovision.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects of plugins' authors: made by the archetypes, outside of this repository. */
class KitIT {
  private static final Duration LONG = Duration.ofMinutes(8);

  @TempDir Path folder;

  @Test
  void whatTheArchetypesMakePassesTheSuitesAndTheOperatorTakesIt() throws IOException {
    List<Path> jars =
        Command.script(LONG, "kit-test.sh", folder.toString()).lines().map(Path::of).toList();

    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    for (Path jar : jars) {
      for (String suffix : List.of("", ".sha256")) {
        String name = jar.getFileName() + suffix;
        Files.copy(jar.resolveSibling(name), plugins.resolve(name));
      }
    }
    assertThat(dbops("plugins", "--plugins-checksum=enforce").out())
        .containsPattern("ownengine +0\\.1\\.0 .* ownengine +- +loaded")
        .containsPattern("storage-ownstore +0\\.1\\.0 .* - +ownstore +loaded");
    assertThat(dbops("crds", "--offline").out())
        .contains("\n                    - ownengine\n", "\n                        - ownstore\n");
  }

  private Result dbops(String command, String... flags) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Repo.home().resolve("bin/dbops").toString(),
                command,
                "--plugins-dir=" + folder.resolve("plugins")));
    line.addAll(List.of(flags));
    Result result = Command.run(Duration.ofMinutes(2), "", line);
    assertThat(result.status()).as(result.err()).isZero();
    return result;
  }
}
