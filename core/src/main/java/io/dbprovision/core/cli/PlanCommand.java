package io.dbprovision.core.cli;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.operator.HostContext;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.schema.CrdComposer;
import io.dbprovision.core.schema.CrdInputs;
import io.dbprovision.core.schema.ManifestCheck;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares manifests with a server without changing anything; a cluster may know more of them. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description = {
      "Show what Database, DatabaseUser, role and grant manifests would change on a server; nothing"
          + " is changed. What a grant is for has to be among the manifests, or in the cluster.",
      "Fields are checked as the API server and kubectl do it, by this installation's CRDs.",
      "The login's password is read from the environment variable DBOPS_PASSWORD. Passwords of"
          + " users are not looked at, comments by template only if their instance is known.",
      "If there is a kubeconfig, what was done for an object before is read from its status there,"
          + " init SQL from where the manifest says, and what other objects ask for on the same"
          + " login or database counts; else it is planned as a new object.",
      "Exit code 0: everything is in sync; 1: there are changes, or an object that cannot be"
          + " planned; 2: nothing could be planned at all."
    })
final class PlanCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 3;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private PluginOptions plugins = new PluginOptions();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "<file>",
      description = "Manifests, a folder of them, or - for standard input; may be repeated.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Console.out(spec);
    List<Fields> files = read();
    ManifestCheck check = new ManifestCheck(CrdComposer.compose(crds()));
    try (PluginCatalog catalog = plugins.load()) {
      Engine engine = catalog.engines().require(server.engine());
      try (Session session = connect(engine);
          PlanCluster live = cluster()) {
        ServerState.Available at =
            new ServerState.Available(engine, server.endpoint(), session, session.info());
        return print(
            out, files, new ManifestPlanner(at, check, files, live, InstantSource.system()));
      }
    } finally {
      out.flush();
    }
  }

  private List<Fields> read() throws IOException {
    List<Fields> manifests = new ArrayList<>();
    for (Path file : files) {
      manifests.addAll(Manifests.read(file));
    }
    return manifests;
  }

  /** One that the command line names has to answer; another is a help, if it does. */
  private PlanCluster cluster() {
    if (cluster.offline()) {
      return new NoCluster("no cluster was asked");
    }
    if (!cluster.known()) {
      return new NoCluster("no cluster is configured, see --kubeconfig");
    }
    try {
      return LiveCluster.of(cluster.open("default"));
    } catch (CliException e) {
      if (cluster.named()) {
        throw e;
      }
      return new NoCluster("no cluster could be asked: " + e.getMessage());
    }
  }

  private CrdInputs crds() throws IOException {
    return CrdSources.read(CrdSources.base(), plugins.directory(), jar -> {});
  }

  private Session connect(Engine engine) throws IOException {
    try {
      return usable(
          engine.open(
              server.endpoint(),
              new HostContext(InstantSource.system(), new SecureRandom(), CONNECTIONS)));
    } catch (EngineException e) {
      throw server.explained(e);
    }
  }

  /** Logs in: a failure is told once, and not for each manifest anew. */
  private static Session usable(Session session) {
    try {
      if (session.info().readOnly()) {
        throw new CliException(
            "the server is read-only, such as a standby: plan against its primary");
      }
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private int print(PrintWriter out, List<Fields> manifests, ManifestPlanner planner) {
    PlanReport report = new PlanReport(out);
    manifests.forEach(manifest -> report.add(manifest, planner.plan(manifest)));
    if (report.planned() == 0) {
      throw new CliException("there is no Database, DatabaseUser, role or grant in what -f names");
    }
    return report.clean() ? 0 : 1;
  }
}
