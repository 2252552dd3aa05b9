package io.dbprovision.distribution.install;

import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The YAML of {@code docs/install.md}. */
final class Examples {
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private Examples() {}

  /**
   * @param first the beginning of its first line
   */
  static String startingWith(String first) throws IOException {
    List<String> found =
        BLOCK
            .matcher(Files.readString(Repo.root().resolve("docs/install.md")))
            .results()
            .map(block -> block.group(1))
            .filter(text -> text.startsWith(first))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " examples start with " + first);
    }
    return found.getFirst();
  }

  /** What a kustomization of the docs makes, with those of the folders that it names. */
  static Rendered kustomized(DevCluster cluster, String text, String folder, String folders)
      throws IOException {
    Path place = Repo.work().resolve("docs-" + UUID.randomUUID());
    write(place, text);
    for (String name : folders.split(",", -1)) {
      write(place.resolve(name), folder.replace("team-a", name));
    }
    return Rendered.of(cluster.must("", "kustomize", place.toString()));
  }

  private static void write(Path folder, String text) throws IOException {
    Path root = Files.createDirectories(folder).relativize(Repo.root());
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        text.replaceAll("(\\.\\./)+distribution/", root + "/distribution/"));
  }
}
