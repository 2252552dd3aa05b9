package io.dbprovision.core.cli;

import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.plugin.PluginReport;
import io.dbprovision.core.schema.ComposedCrd;
import io.dbprovision.core.schema.CrdComposer;
import io.dbprovision.core.schema.SchemaException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at everything that the operator needs, and says what to do about what is missing. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Check what the operator needs: plugins, API server, CRDs, the permissions of the account in"
          + " the kubeconfig; list references across namespaces without consent; and say of each"
          + " object that an earlier operator left what would change.",
      "Nothing is changed. Exit code 1 when something is missing."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final long PATIENCE_SECONDS = 30;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private PluginOptions plugins = new PluginOptions();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--instance-id",
      defaultValue = "default",
      paramLabel = "<id>",
      description = "Look at objects with this instance id (default: ${DEFAULT-VALUE}).")
  private String instanceId = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Checkup checkup = new Checkup();
    checkup.good("java", Runtime.version().toString());
    Set<String> engines = checkPlugins(checkup);
    List<ComposedCrd> crds = compose(checkup);
    if (!cluster.offline()) {
      checkCluster(checkup, crds, engines);
    }
    checkup.print(Console.out(spec));
    return checkup.healthy() ? 0 : 1;
  }

  private Set<String> checkPlugins(Checkup checkup) {
    Set<String> engines = new HashSet<>();
    try (PluginCatalog catalog = plugins.load()) {
      if (catalog.reports().isEmpty()) {
        checkup.bad(
            "plugins",
            String.join("; ", catalog.warnings()),
            "put an engine's jar there, or name its folder with --plugins-dir");
      }
      for (PluginReport report : catalog.reports()) {
        switch (report.state()) {
          case LOADED -> {
            engines.addAll(report.engines());
            checkup.good("plugin " + report.id(), serves(report));
          }
          case REFUSED ->
              checkup.bad(
                  "plugin " + report.file(),
                  "refused: " + report.reason(),
                  "replace the jar, or take it away");
        }
        report.warnings().forEach(warning -> checkup.odd("plugin " + report.file(), warning, ""));
      }
    }
    return engines;
  }

  private List<ComposedCrd> compose(Checkup checkup) throws IOException {
    try {
      // a jar that cannot be read is among the refused ones already
      return CrdComposer.compose(
          CrdSources.read(CrdSources.base(), plugins.directory(), sentence -> {}));
    } catch (SchemaException e) {
      checkup.bad("schemas", String.valueOf(e.getMessage()), "replace or take away that plugin");
    } catch (CliException e) {
      // the folder is not there, as the plugins' check has told
    }
    return List.of();
  }

  private void checkCluster(Checkup checkup, List<ComposedCrd> crds, Set<String> engines)
      throws InterruptedException {
    try (Kube kube = cluster.open(instanceId)) {
      if (new ClusterCheck(kube, crds).check(checkup)) {
        kube.start().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        new ConsentCheck(kube.resources(), kube.namespaces(), kube.secrets()).check(checkup);
        new TakeoverCheck(kube.resources(), engines).check(checkup);
      }
    } catch (KubeException e) {
      checkup.bad("API server", String.valueOf(e.getMessage()), ClusterOptions.wayOut(e));
    } catch (CliException e) {
      checkup.bad("API server", "not asked", e.getMessage() + "; or --offline");
    } catch (ExecutionException | TimeoutException e) {
      checkup.bad(
          "consent",
          "not all objects could be listed within " + PATIENCE_SECONDS + " s",
          "try again; see --log-level=warn");
    }
  }

  /** Its engines and stores. */
  private static String serves(PluginReport report) {
    return Stream.concat(report.engines().stream(), report.stores().stream())
        .collect(Collectors.joining(", "));
  }
}
