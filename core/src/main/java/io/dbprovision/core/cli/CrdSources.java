package io.dbprovision.core.cli;

import io.dbprovision.core.schema.CrdInputs;
import io.dbprovision.core.schema.SchemaBundle;
import io.dbprovision.core.schema.SchemaException;
import io.dbprovision.core.schema.SchemaReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What this installation brings to the CRDs: the permanent base and its plugins' sections. */
final class CrdSources {
  private CrdSources() {}

  static Path base() {
    return Home.path().resolve("lib").resolve("crds");
  }

  /**
   * @param leftOut gets a sentence for each jar that cannot be read: the operator refuses it, too
   */
  static CrdInputs read(Path base, Path plugins, Consumer<String> leftOut) throws IOException {
    if (!Files.isDirectory(plugins)) {
      throw new CliException(
          "there is no folder %s: name the plugins' folder with --plugins-dir".formatted(plugins));
    }
    List<SchemaBundle> bundles = new ArrayList<>();
    for (Path jar : jars(plugins)) {
      try {
        SchemaReader.jar(jar).ifPresent(bundles::add);
      } catch (SchemaException e) {
        leftOut.accept("left out: " + e.getMessage());
      }
    }
    return SchemaReader.permanentBase(base).withPlugins(bundles);
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
