package io.dbprovision.core.cli;

import io.dbprovision.core.schema.ComposedCrd;
import io.dbprovision.core.schema.CrdComposer;
import io.dbprovision.core.schema.CrdInputs;
import io.dbprovision.core.schema.SchemaBundle;
import io.dbprovision.core.schema.SchemaException;
import io.dbprovision.core.schema.SchemaFile;
import io.dbprovision.core.schema.SchemaReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Composes the CRDs for the plugins that are there. */
@Command(
    name = "crds",
    mixinStandardHelpOptions = true,
    description = {
      "Print the CRDs: what v1alpha1 has always had, and what the plugins add.",
      "What an installed CRD has is kept when it is given with --installed."
    })
final class CrdsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"--plugins", "--plugins-dir"},
      paramLabel = "<path>",
      description =
          "Folder of the plugin jars (default: $DBOPS_PLUGINS_DIR, else plugins beside bin).")
  private @Nullable Path plugins;

  @Option(
      names = "--base",
      paramLabel = "<path>",
      description = "Folder of the permanent base (default: lib/crds of this installation).")
  private @Nullable Path base;

  @Option(
      names = "--installed",
      paramLabel = "<file>",
      description = "CRDs that are in the cluster, one a file: nothing they have is dropped.")
  private List<Path> installed = new ArrayList<>();

  @Option(
      names = "--output-dir",
      paramLabel = "<path>",
      description = "Write one file a CRD instead of printing.")
  private @Nullable Path outputDirectory;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Console.out(spec);
    try {
      for (ComposedCrd crd : CrdComposer.compose(inputs())) {
        if (outputDirectory == null) {
          out.println("---");
          out.print(crd.yaml());
        } else {
          Files.createDirectories(outputDirectory);
          Files.writeString(outputDirectory.resolve(crd.name() + ".yaml"), crd.yaml());
        }
      }
      out.flush();
      return 0;
    } catch (SchemaException e) {
      System.err.println("error: " + e.getMessage());
      return 1;
    }
  }

  private CrdInputs inputs() throws IOException {
    Path folder = base == null ? Home.path().resolve("lib").resolve("crds") : base;
    List<SchemaFile> present = new ArrayList<>();
    for (Path file : installed) {
      present.add(new SchemaFile(file.toString(), Files.readString(file)));
    }
    return SchemaReader.permanentBase(folder)
        .withPlugins(bundles(Home.plugins(Optional.ofNullable(plugins))))
        .withInstalled(present);
  }

  private static List<SchemaBundle> bundles(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .flatMap(jar -> SchemaReader.jar(jar).stream())
          .toList();
    }
  }
}
