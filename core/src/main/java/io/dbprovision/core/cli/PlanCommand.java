package io.dbprovision.core.cli;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.config.LogFormat;
import io.dbprovision.core.config.LogLevel;
import io.dbprovision.core.config.LogSettings;
import io.dbprovision.core.config.TimeEncoding;
import io.dbprovision.core.observability.Logs;
import io.dbprovision.core.operator.HostContext;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.plugin.PluginObserver;
import io.dbprovision.core.plugin.PluginSettings;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares manifests with a server, without a cluster and without changing anything. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Show what Database and DatabaseUser manifests would change on a server; nothing is changed.",
      "The password of the login is read from the environment variable DBOPS_PASSWORD.",
      "Exit code 0: nothing to do; 3: there are changes; 1: something cannot be planned."
    })
final class PlanCommand implements Callable<Integer> {
  private static final int CHANGES = 3;
  private static final int CONNECTIONS = 2;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "<file>",
      description = "Manifests; several documents a file, the option may be repeated.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--engine", required = true, paramLabel = "<name>", description = "The engine.")
  private String engine = "";

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Default: ${DEFAULT-VALUE}.")
  private String host = "";

  @Option(names = "--port", required = true, description = "The server's port.")
  private int port;

  @Option(
      names = "--database",
      defaultValue = "",
      description = "The maintenance database of the login.")
  private String database = "";

  @Option(names = "--username", required = true, description = "The admin's login.")
  private String username = "";

  @Option(
      names = "--tls-mode",
      defaultValue = "disable",
      paramLabel = "disable|require|verify-ca|verify-full",
      description = "Default: ${DEFAULT-VALUE}.")
  private String tlsMode = "";

  @Option(names = "--tls-ca", paramLabel = "<file>", description = "Trusted certificates, PEM.")
  private @Nullable Path tlsCa;

  @Option(
      names = "--plugins-dir",
      paramLabel = "<path>",
      description =
          "Folder of the plugin jars (default: $DBOPS_PLUGINS_DIR, else plugins beside bin).")
  private @Nullable Path directory;

  @Override
  public Integer call() throws IOException {
    Logs.configure(
        new LogSettings(LogFormat.TEXT, LogLevel.ERROR, LogLevel.ERROR, TimeEncoding.ISO8601));
    PrintWriter out = Console.out(spec);
    try (PluginCatalog catalog =
        PluginCatalog.load(
            PluginSettings.of(Home.plugins(Optional.ofNullable(directory))),
            PluginObserver.none())) {
      Engine found = catalog.engines().require(new EngineName(engine));
      try (Session session =
          found.open(
              endpoint(),
              new HostContext(InstantSource.system(), new SecureRandom(), CONNECTIONS))) {
        return plan(out, new ManifestPlanner(found, session));
      }
    } finally {
      out.flush();
    }
  }

  private int plan(PrintWriter out, ManifestPlanner planner) throws IOException {
    int code = 0;
    for (Path file : files) {
      for (Fields manifest : Manifests.read(file)) {
        String name =
            manifest.text("kind", "?") + " " + manifest.object("metadata").text("name", "?");
        try {
          Optional<Plan> plan = planner.plan(manifest);
          List<Change> changes =
              plan.map(Plan::changes).orElse(List.of()).stream()
                  .filter(change -> !change.id().equals(OwnershipRecord.CHANGE))
                  .toList();
          out.println(name + ": " + summary(plan, changes));
          changes.forEach(change -> print(out, change));
          code = changes.isEmpty() || code == 1 ? code : CHANGES;
        } catch (EngineException e) {
          out.println(name + ": " + e.getMessage());
          code = 1;
        }
      }
    }
    return code;
  }

  private static String summary(Optional<Plan> plan, List<Change> changes) {
    if (plan.isEmpty()) {
      return "left out: not a kind that lives on a server";
    }
    return changes.isEmpty() ? "in sync" : changes.size() + " changes";
  }

  private static void print(PrintWriter out, Change change) {
    out.printf(
        "  %-12s %s: %s (%s -> %s)%n",
        change.risk().name().toLowerCase(Locale.ROOT),
        change.path(),
        change.summary(),
        change.actual().isEmpty() ? "none" : change.actual(),
        change.expected().isEmpty() ? "none" : change.expected());
  }

  private Endpoint endpoint() throws IOException {
    TlsSettings.Builder tls =
        TlsSettings.builder(TlsMode.valueOf(tlsMode.toUpperCase(Locale.ROOT).replace('-', '_')));
    if (tlsCa != null) {
      tls.ca(Files.readString(tlsCa));
    }
    String password = System.getenv().getOrDefault("DBOPS_PASSWORD", "");
    return Endpoint.builder(
            new EngineName(engine), host, port, new Credentials(username, SecretText.of(password)))
        .database(database)
        .tls(tls.build())
        .build();
  }
}
