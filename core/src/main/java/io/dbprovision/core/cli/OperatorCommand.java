package io.dbprovision.core.cli;

import io.dbprovision.core.config.GoStyle;
import io.dbprovision.core.config.InvalidConfigException;
import io.dbprovision.core.config.OperatorConfig;
import io.dbprovision.core.config.OperatorFlags;
import io.dbprovision.core.kube.ClusterAccess;
import io.dbprovision.core.observability.Logs;
import io.dbprovision.core.operator.Operator;
import io.dbprovision.core.runtime.Shutdown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the operator until it is told to stop. */
@Command(
    name = "operator",
    mixinStandardHelpOptions = true,
    preprocessor = GoStyle.class,
    description = "Run the operator against the cluster of KUBECONFIG or of this pod.")
final class OperatorCommand implements Callable<Integer>, Failures.Checked {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

  @Mixin private OperatorFlags flags = new OperatorFlags();

  @Override
  public List<String> problems() {
    try {
      flags.toConfig(System.getenv(), Home.path());
      return List.of();
    } catch (InvalidConfigException e) {
      return e.problems();
    }
  }

  @Override
  public Integer call() throws Exception {
    Logs.configure(flags.logSettings());
    Logger log = LoggerFactory.getLogger(OperatorCommand.class);
    OperatorConfig config;
    try {
      config = flags.toConfig(System.getenv(), Home.path());
    } catch (InvalidConfigException e) {
      e.problems().forEach(problem -> System.err.println("error: " + problem));
      return 2;
    }
    Optional<String> nowhere = ClusterAccess.whyNone(System.getenv());
    if (nowhere.isPresent()) {
      System.err.println("error: " + nowhere.get());
      return 1;
    }
    flags.warnings().forEach(log::warn);
    Shutdown shutdown = new Shutdown();
    Runtime.getRuntime().addShutdownHook(shutdown.hook(LONGEST_STOP));
    try {
      new Operator(config, shutdown).run();
      return shutdown.reason().filter(reason -> !reason.equals("signal")).isPresent() ? 1 : 0;
    } finally {
      shutdown.finished();
    }
  }
}
