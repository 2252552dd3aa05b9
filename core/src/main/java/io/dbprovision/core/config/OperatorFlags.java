package io.dbprovision.core.config;

import io.dbprovision.core.plugin.ChecksumMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The flags of the {@code operator} sub-command, to be mixed into it. Names and meanings are those
 * that existing Deployments pass. All values are read as text, so that {@link #toConfig} can report
 * everything that is wrong at once. Fields are not final because picocli fills them.
 *
 * <p>The command that mixes this in names {@link GoStyle} as its preprocessor, for {@code -flag}.
 */
@Command
public final class OperatorFlags {
  static final String PLUGINS_DIR = "DBOPS_PLUGINS_DIR";

  @Option(
      names = "--instance-id",
      defaultValue = OperatorConfig.DEFAULT_INSTANCE_ID,
      paramLabel = "<id>",
      description = "Look after objects with this instance id (default: ${DEFAULT-VALUE}).")
  private String instanceId = "";

  @Option(
      names = "--default-drift-interval",
      defaultValue = "8h",
      paramLabel = "<duration>",
      description = "Time between drift checks, such as 10s or 8h (default: ${DEFAULT-VALUE}).")
  private String driftInterval = "";

  @Option(
      names = "--watch-namespaces",
      defaultValue = "",
      paramLabel = "<names>",
      description = "Look after these namespaces only, separated by commas (default: all).")
  private String watchNamespaces = "";

  @Option(
      names = "--cross-namespace",
      defaultValue = "consent",
      paramLabel = "allow|consent|deny",
      description =
          "References to other namespaces: always, where the other side allows it by annotation,"
              + " or never (default: ${DEFAULT-VALUE}).")
  private String crossNamespace = "";

  @Option(
      names = "--workers",
      defaultValue = "8",
      paramLabel = "<n>",
      description = "Objects of one kind worked on at once (default: ${DEFAULT-VALUE}).")
  private String workers = "";

  @Option(
      names = "--max-server-connections",
      defaultValue = "4",
      paramLabel = "<n>",
      description = "Most connections to one database server (default: ${DEFAULT-VALUE}).")
  private String serverConnections = "";

  @Option(
      names = "--kube-api-concurrency",
      defaultValue = "64",
      paramLabel = "<n>",
      description = "Most requests in flight to the API server (default: ${DEFAULT-VALUE}).")
  private String kubeApiRequests = "";

  @Option(
      names = "--health-probe-bind-address",
      defaultValue = ":8081",
      paramLabel = "<address>",
      description = "Where /healthz and /readyz are served; 0 is off (default: ${DEFAULT-VALUE}).")
  private String health = "";

  @Option(
      names = "--plugins-dir",
      paramLabel = "<path>",
      description =
          "Folder of the plugin jars (default: $DBOPS_PLUGINS_DIR, else plugins beside bin).")
  private @Nullable String pluginsDir;

  @Option(
      names = "--plugins-checksum",
      defaultValue = "warn",
      paramLabel = "off|warn|enforce",
      description = "What a jar's .sha256 file is good for (default: ${DEFAULT-VALUE}).")
  private String checksum = "";

  @Option(
      names = "--plugins-trusted-keys",
      paramLabel = "<path>",
      description =
          "Load only jars whose .sig file is by one of these keys: a PEM file, or a folder of"
              + " *.pem (default: signatures are not asked for).")
  private @Nullable String trustedKeys;

  @Mixin private LeaderFlags leader = new LeaderFlags();
  @Mixin private MetricsFlags metrics = new MetricsFlags();
  @Mixin private WebhookFlags webhooks = new WebhookFlags();
  @Mixin private TracingFlags tracing = new TracingFlags();
  @Mixin private WorkerFlags worker = new WorkerFlags();
  @Mixin private StoreFlags stores = new StoreFlags();
  @Mixin private LogFlags logs = new LogFlags();
  @Mixin private RetiredFlags retired = new RetiredFlags();

  /**
   * The configuration that these flags and their surroundings ask for.
   *
   * @param environment the process's variables
   * @param home the folder of the installation, in which {@code plugins} is looked for
   * @throws InvalidConfigException with everything that is wrong
   */
  public OperatorConfig toConfig(Map<String, String> environment, Path home) {
    FlagReader reader = new FlagReader();
    try {
      OperatorConfig config = read(reader, environment, home);
      if (reader.problems().isEmpty()) {
        return config;
      }
    } catch (InvalidConfigException e) {
      reader.problems().addAll(e.problems());
    }
    throw new InvalidConfigException(reader.problems());
  }

  /** Sentences to log about flags that are accepted and do nothing; empty when none was given. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(retired.warnings());
    warnings.addAll(webhooks.warnings());
    return warnings;
  }

  /** How to log, even when other flags are wrong; wrong log flags count as not given. */
  public LogSettings logSettings() {
    return logs.read(new FlagReader());
  }

  private OperatorConfig read(FlagReader reader, Map<String, String> environment, Path home) {
    return new OperatorConfig(
        instanceId.isEmpty() ? OperatorConfig.DEFAULT_INSTANCE_ID : instanceId,
        reader.read(
            "--default-drift-interval", driftInterval, Duration.ofHours(8), GoDuration::parse),
        FlagReader.list(watchNamespaces),
        reader.oneOf("--cross-namespace", crossNamespace, CrossNamespace.CONSENT),
        new Limits(
            reader.wholeNumber("--workers", workers),
            reader.wholeNumber("--max-server-connections", serverConnections),
            reader.wholeNumber("--kube-api-concurrency", kubeApiRequests)),
        leader.read(reader),
        address(reader, "--health-probe-bind-address", health),
        metrics.read(reader),
        webhooks.read(reader),
        tracing.read(reader, environment),
        logs.read(reader),
        new PluginSource(
            pluginsDirectory(reader, environment, home),
            reader.oneOf("--plugins-checksum", checksum, ChecksumMode.WARN),
            trustedKeys == null
                ? null
                : reader.read("--plugins-trusted-keys", trustedKeys, Path.of("."), Path::of)),
        worker.read(reader, environment),
        stores.read(reader));
  }

  private Path pluginsDirectory(FlagReader reader, Map<String, String> environment, Path home) {
    Path standard = home.resolve("plugins");
    if (pluginsDir != null) {
      return reader.read("--plugins-dir", pluginsDir, standard, OperatorFlags::folder);
    }
    String variable = environment.getOrDefault(PLUGINS_DIR, "");
    return variable.isEmpty() ? standard : reader.read(PLUGINS_DIR, variable, standard, Path::of);
  }

  /** An empty path would be the working directory, which nobody means. */
  private static Path folder(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("is empty; name the folder of the plugin jars");
    }
    return Path.of(text);
  }

  static @Nullable BindAddress address(FlagReader reader, String flag, String text) {
    return BindAddress.isOff(text)
        ? null
        : reader.read(flag, text, new BindAddress("", 0), BindAddress::parse);
  }
}
