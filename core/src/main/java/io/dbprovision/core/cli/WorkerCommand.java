package io.dbprovision.core.cli;

import io.dbprovision.core.backup.work.OrderJson;
import io.dbprovision.core.backup.work.OutcomeJson;
import io.dbprovision.core.backup.work.Outcomes;
import io.dbprovision.core.backup.work.ResultFile;
import io.dbprovision.core.backup.work.WorkOrder;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkTools;
import io.dbprovision.core.backup.work.Worker;
import io.dbprovision.core.config.ToolFolders;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.runtime.Shutdown;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
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

/** Does one work of the operator's: moves the data of one backup or restore. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    description = {
      "Move the data of one backup or restore. The operator starts it.",
      "Progress is printed as lines of JSON, the outcome as the last one. Exit code 1 when it"
          + " failed."
    })
final class WorkerCommand implements Callable<Integer> {
  // the grace of a pod is 30 s
  private static final Duration LONGEST_END = Duration.ofSeconds(25);
  private static final int LARGEST_ORDER = 4 << 20;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Option(
      names = "--work",
      required = true,
      paramLabel = "<file>|-",
      description = "The work, as JSON: a file, or - for standard input.")
  private String work = "";

  @Option(
      names = "--result",
      paramLabel = "<file>",
      description = "Where to write the outcome, too: at most 4096 bytes of JSON.")
  private @Nullable Path result;

  @Option(
      names = "--scratch",
      paramLabel = "<folder>",
      description = "For temporary files (default: the system's folder for them).")
  private @Nullable Path scratch;

  @Option(
      names = "--tools-dir",
      paramLabel = "<folder>",
      description =
          "Folder with client programs of database servers, searched before the PATH; may be"
              + " repeated (default: $DBOPS_TOOLS).")
  private List<String> toolFolders = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Shutdown shutdown = new Shutdown();
    Runtime.getRuntime().addShutdownHook(shutdown.hook(LONGEST_END));
    String outcome;
    boolean worked = false;
    try {
      outcome = OutcomeJson.done(done(shutdown));
      worked = true;
    } catch (EngineException e) {
      outcome = OutcomeJson.failed(Outcomes.of(e));
    } catch (RuntimeException e) {
      outcome = OutcomeJson.failed(Outcomes.defect(e));
    }
    try {
      if (result != null) {
        ResultFile.write(result, outcome);
      }
      print(outcome);
    } finally {
      shutdown.finished();
    }
    return worked ? 0 : 1;
  }

  private WorkResult done(Shutdown shutdown) throws IOException {
    WorkOrder order = OrderJson.read(text());
    try (PluginCatalog catalog = plugins.load()) {
      Worker worker =
          new Worker(
              WorkTools.of(catalog),
              InstantSource.system(),
              new SecureRandom(),
              ToolFolders.of(toolFolders, System.getenv()),
              scratch == null ? Path.of(System.getProperty("java.io.tmpdir")) : scratch,
              progress -> print(OutcomeJson.progress(progress)));
      Thread.ofPlatform().daemon().name("end").start(() -> cancelled(worker, shutdown));
      return worker.run(order);
    }
  }

  private static void cancelled(Worker worker, Shutdown shutdown) {
    try {
      shutdown.await();
      worker.cancel(Outcomes.toldToEnd());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] text() throws IOException {
    try (InputStream in = work.equals("-") ? System.in : Files.newInputStream(Path.of(work))) {
      byte[] text = in.readNBytes(LARGEST_ORDER + 1);
      if (text.length > LARGEST_ORDER) {
        throw EngineException.of(
            ErrorKind.INVALID, "the work is larger than %d bytes".formatted(LARGEST_ORDER));
      }
      if (text.length == 0) {
        throw EngineException.of(
            ErrorKind.INTERNAL, "the operator ended before it had handed the work over");
      }
      return text;
    }
  }

  private synchronized void print(String line) {
    PrintWriter out = Console.out(spec);
    out.println(line);
    out.flush();
  }
}
