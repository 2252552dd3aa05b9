package io.dbprovision.distribution;

import io.dbprovision.core.schema.ComposedCrd;
import io.dbprovision.core.schema.CrdComposer;
import io.dbprovision.core.schema.CrdInputs;
import io.dbprovision.core.schema.SchemaBundle;
import io.dbprovision.core.schema.SchemaReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The CRDs and the reference pages, made from the schema sources of a working copy, and what is
 * copied from elsewhere into the Helm chart.
 */
public final class GeneratedFiles {
  private static final String CRD_HEADER =
      "# Composed from distribution/src/main/crds and the plugins' schemas; `make crds` makes it anew.\n";

  private GeneratedFiles() {}

  static void write(Path repo) throws IOException {
    for (Map.Entry<String, String> file : of(repo).entrySet()) {
      Path path = repo.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.writeString(path, file.getValue());
    }
  }

  /**
   * @return text by path below the root
   */
  static SortedMap<String, String> of(Path repo) {
    SortedMap<String, String> files = new TreeMap<>();
    SortedMap<String, String> crds = new TreeMap<>();
    for (ComposedCrd crd : CrdComposer.compose(inputs(repo))) {
      crds.put("distribution/config/crd/" + crd.name() + ".yaml", CRD_HEADER + crd.yaml());
      files.put(
          "docs/reference/" + crd.kind().toLowerCase(Locale.ROOT) + ".md",
          new ReferencePage(crd).markdown());
    }
    files.putAll(crds);
    files.putAll(ChartFiles.of(repo, crds));
    return files;
  }

  /** The sections of the plugins that ship with the operator belong to the permanent base. */
  public static CrdInputs inputs(Path repo) {
    return SchemaReader.permanentBase(repo.resolve("distribution/src/main/crds"))
        .withPermanent(
            Stream.of("postgres", "storage-azure", "storage-gcs")
                .map(plugin -> shipped(repo, plugin))
                .toList());
  }

  private static SchemaBundle shipped(Path repo, String plugin) {
    return SchemaReader.bundle(
        "crds/sections/" + plugin,
        repo.resolve("plugins/" + plugin + "/src/main/resources/META-INF/dbops/schema"));
  }
}
