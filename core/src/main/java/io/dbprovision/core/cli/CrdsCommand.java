package io.dbprovision.core.cli;

import io.dbprovision.core.schema.ComposedCrd;
import io.dbprovision.core.schema.CrdComposer;
import io.dbprovision.core.schema.CrdGaps;
import io.dbprovision.core.schema.CrdInputs;
import io.dbprovision.core.schema.SchemaFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Composes the CRDs for the plugins that are there. */
@Command(
    name = "crds",
    mixinStandardHelpOptions = true,
    description = {
      "Print the CRDs: what v1alpha1 has always had, what the plugins add, and what the cluster's"
          + " CRDs have already. Nothing is dropped without --prune, and nothing is changed.",
      "Apply them with: dbops crds | kubectl apply --server-side -f -"
    })
final class CrdsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private InstalledCrds installed = new InstalledCrds();

  @Option(
      names = "--base",
      paramLabel = "<path>",
      description = "Folder of the permanent base (default: lib/crds of this installation).")
  private @Nullable Path base;

  @Option(
      names = "--prune",
      description =
          "Drop what neither the base nor a plugin brings; what that is goes to standard error.")
  private boolean prune;

  @Option(
      names = "--output-dir",
      paramLabel = "<path>",
      description = "Write one file a CRD, and print the files' names instead.")
  private @Nullable Path outputDirectory;

  @Override
  public Integer call() throws IOException {
    common.configureLogs();
    PrintWriter notes = Console.err(spec);
    CrdInputs sources =
        CrdSources.read(
            base == null ? CrdSources.base() : base, common.pluginsDirectory(), notes::println);
    List<ComposedCrd> fresh = CrdComposer.compose(sources);
    Map<String, SchemaFile> present =
        installed.read(fresh.stream().map(ComposedCrd::name).toList());
    if (prune) {
      tellWhatIsDropped(present, fresh, notes);
      write(fresh);
    } else {
      write(CrdComposer.compose(sources.withInstalled(List.copyOf(present.values()))));
    }
    return 0;
  }

  private static void tellWhatIsDropped(
      Map<String, SchemaFile> present, List<ComposedCrd> fresh, PrintWriter notes) {
    for (ComposedCrd crd : fresh) {
      SchemaFile before = present.get(crd.name());
      if (before != null) {
        CrdGaps.of(before, new SchemaFile(crd.name(), crd.yaml()))
            .forEach(gap -> notes.println("dropped: " + crd.kind() + " " + gap));
      }
    }
  }

  private void write(List<ComposedCrd> crds) throws IOException {
    PrintWriter out = Console.out(spec);
    for (ComposedCrd crd : crds) {
      if (outputDirectory == null) {
        out.println("---");
        out.print(crd.yaml());
      } else {
        Files.createDirectories(outputDirectory);
        Path file = outputDirectory.resolve(crd.name() + ".yaml");
        Files.writeString(file, crd.yaml());
        out.println("wrote " + file);
      }
    }
    out.flush();
  }
}
