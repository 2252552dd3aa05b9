package io.dbprovision.core.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dbprovision.core.config.LogFormat;
import io.dbprovision.core.config.LogLevel;
import io.dbprovision.core.config.LogSettings;
import io.dbprovision.core.config.TimeEncoding;
import io.dbprovision.core.observability.Logs;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.plugin.PluginObserver;
import io.dbprovision.core.plugin.PluginReport;
import io.dbprovision.core.plugin.PluginSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the plugins as the operator would load them. */
@Command(
    name = "plugins",
    mixinStandardHelpOptions = true,
    description = "List the plugins, and for a refused jar, why. Exit code 1 when one is refused.")
final class PluginsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--plugins-dir",
      paramLabel = "<path>",
      description =
          "Folder of the plugin jars (default: $DBOPS_PLUGINS_DIR, else plugins beside bin).")
  private @Nullable Path directory;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      paramLabel = "table|json",
      description = "How to print (default: ${DEFAULT-VALUE}).")
  private String output = "table";

  @Override
  public Integer call() throws Exception {
    // the table says it all
    Logs.configure(
        new LogSettings(LogFormat.TEXT, LogLevel.ERROR, LogLevel.ERROR, TimeEncoding.ISO8601));
    Path plugins = Home.plugins(Optional.ofNullable(directory));
    try (PluginCatalog catalog =
        PluginCatalog.load(PluginSettings.of(plugins), PluginObserver.none())) {
      List<PluginReport> reports = catalog.reports();
      PrintWriter out = Console.out(spec);
      if (output.equals("json")) {
        out.println(
            new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(reports));
      } else {
        print(out, reports);
        catalog.warnings().forEach(warning -> out.println("warning: " + warning));
      }
      out.flush();
      return reports.stream().allMatch(r -> r.state() == PluginReport.State.LOADED) ? 0 : 1;
    }
  }

  private static void print(PrintWriter out, List<PluginReport> reports) {
    Table table = new Table("ID", "VERSION", "SPI", "ENGINES", "STATE", "FILE", "REASON");
    for (PluginReport report : reports) {
      table.row(
          report.id().isEmpty() ? "-" : report.id(),
          report.version().isEmpty() ? "-" : report.version(),
          report.spiRange().isEmpty() ? "-" : report.spiRange(),
          report.engines().isEmpty() ? "-" : String.join(",", report.engines()),
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
