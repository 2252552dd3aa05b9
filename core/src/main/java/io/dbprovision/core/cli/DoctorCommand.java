package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.config.LogFormat;
import io.dbprovision.core.config.LogLevel;
import io.dbprovision.core.config.LogSettings;
import io.dbprovision.core.config.TimeEncoding;
import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.kube.KubeClients;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.observability.Logs;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.plugin.PluginObserver;
import io.dbprovision.core.plugin.PluginReport;
import io.dbprovision.core.plugin.PluginSettings;
import io.dbprovision.core.status.Grandfathered;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at everything that the operator needs, and says what to do about what is missing. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Check what the operator needs. Exit code 1 when something is missing.")
final class DoctorCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--plugins-dir",
      paramLabel = "<path>",
      description =
          "Folder of the plugin jars (default: $DBOPS_PLUGINS_DIR, else plugins beside bin).")
  private @Nullable Path directory;

  @Option(names = "--offline", description = "Leave out what needs the API server.")
  private boolean offline;

  private boolean healthy = true;

  @Override
  public Integer call() {
    Logs.configure(
        new LogSettings(LogFormat.TEXT, LogLevel.ERROR, LogLevel.ERROR, TimeEncoding.ISO8601));
    PrintWriter out = Console.out(spec);
    Table table = new Table("CHECK", "RESULT", "WHAT TO DO");
    table.row("java", "ok: " + Runtime.version(), "");
    plugins(table);
    if (!offline) {
      cluster(table);
    }
    table.print(out);
    out.flush();
    return healthy ? 0 : 1;
  }

  private void plugins(Table table) {
    Path folder = Home.plugins(Optional.ofNullable(directory));
    try (PluginCatalog catalog =
        PluginCatalog.load(PluginSettings.of(folder), PluginObserver.none())) {
      List<PluginReport> reports = catalog.reports();
      if (reports.isEmpty()) {
        bad(table, "plugins", "none in " + folder, "put an engine's jar there");
      }
      for (PluginReport report : reports) {
        if (report.state() == PluginReport.State.LOADED) {
          table.row("plugin " + report.id(), "ok: " + String.join(", ", report.engines()), "");
        } else {
          bad(table, "plugin " + report.file(), "refused", report.reason());
        }
      }
    }
  }

  private void cluster(Table table) {
    try (Kube kube =
        new Kube(
            KubeClients.autoConfigured(),
            "default",
            Set.of(),
            8,
            (kind, operation) -> {},
            InstantSource.system())) {
      table.row("API server", "ok: cluster " + kube.clusterId(), "");
      Set<CustomKind> missing = kube.missingKinds();
      if (missing.isEmpty()) {
        table.row("CRDs", "ok", "");
      } else {
        bad(
            table,
            "CRDs",
            "missing: "
                + missing.stream()
                    .map(CustomKind::plural)
                    .sorted()
                    .collect(Collectors.joining(", ")),
            "dbops crds | kubectl apply --server-side -f -");
      }
      List<String> forbidden = kube.missingPermissions();
      if (forbidden.isEmpty()) {
        table.row("permissions", "ok", "");
      } else {
        bad(table, "permissions", String.join("; ", forbidden), "see distribution/config/rbac");
      }
      if (missing.isEmpty() && forbidden.isEmpty()) {
        grandfathered(table, kube);
      }
    } catch (KubeException e) {
      bad(table, "API server", String.valueOf(e.getMessage()), "set KUBECONFIG");
    }
  }

  /** They work, so nothing is wrong; but nobody has agreed to them. */
  private static void grandfathered(Table table, Kube kube) {
    kube.start().orTimeout(30, TimeUnit.SECONDS).join();
    for (CustomKind kind : CustomKind.ALL) {
      for (CustomResource resource : kube.resources().list(kind)) {
        List<String> namespaces = Grandfathered.namespaces(resource);
        if (!namespaces.isEmpty()) {
          table.row(
              kind.name() + " " + resource.key().path(),
              "refers to " + String.join(", ", namespaces) + " without consent",
              "annotate the namespace with %s=%s".formatted(Keys.ALLOW_FROM, resource.namespace()));
        }
      }
    }
  }

  private void bad(Table table, String check, String result, String remedy) {
    healthy = false;
    table.row(check, result, remedy);
  }
}
