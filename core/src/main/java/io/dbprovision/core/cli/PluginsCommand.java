package io.dbprovision.core.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.plugin.PluginReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the plugins as the operator would load them. */
@Command(
    name = "plugins",
    mixinStandardHelpOptions = true,
    description = {
      "List the plugins, and for a refused jar, why.",
      "Exit code 1 when one is refused, none is there, or the folder cannot be read."
    })
final class PluginsCommand implements Callable<Integer> {
  /** How to print. */
  enum Output {
    TABLE,
    JSON
  }

  @Spec private @Nullable CommandSpec spec;
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      paramLabel = "table|json",
      description = "How to print (default: ${DEFAULT-VALUE}).")
  private Output output = Output.TABLE;

  @Override
  public Integer call() throws Exception {
    plugins.requireDirectory();
    try (PluginCatalog catalog = plugins.load()) {
      List<PluginReport> reports = catalog.reports();
      PrintWriter out = Console.out(spec);
      switch (output) {
        case JSON ->
            out.println(
                new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(reports));
        case TABLE -> print(out, reports);
      }
      out.flush();
      catalog.warnings().forEach(warning -> Console.err(spec).println("warning: " + warning));
      return catalog.warnings().isEmpty()
              && reports.stream().allMatch(r -> r.state() == PluginReport.State.LOADED)
          ? 0
          : 1;
    }
  }

  private static void print(PrintWriter out, List<PluginReport> reports) {
    if (reports.isEmpty()) {
      return;
    }
    Table table = new Table("ID", "VERSION", "SPI", "ENGINES", "STORES", "STATE", "FILE", "REASON");
    for (PluginReport report : reports) {
      table.row(
          report.id().isEmpty() ? "-" : report.id(),
          report.version().isEmpty() ? "-" : report.version(),
          report.spiRange().isEmpty() ? "-" : report.spiRange(),
          report.engines().isEmpty() ? "-" : String.join(",", report.engines()),
          report.stores().isEmpty() ? "-" : String.join(",", report.stores()),
          report.state().name().toLowerCase(Locale.ROOT),
          report.file(),
          report.reason());
    }
    table.print(out);
    for (PluginReport report : reports) {
      report.warnings().forEach(warning -> out.println(report.file() + ": " + warning));
    }
  }
}
