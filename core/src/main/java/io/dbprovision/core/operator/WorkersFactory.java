package io.dbprovision.core.operator;

import io.dbprovision.core.backup.work.JobSettings;
import io.dbprovision.core.backup.work.JobWorkers;
import io.dbprovision.core.backup.work.ProcessWorkers;
import io.dbprovision.core.backup.work.Slots;
import io.dbprovision.core.backup.work.WorkerCall;
import io.dbprovision.core.backup.work.Workers;
import io.dbprovision.core.config.OperatorConfig;
import io.dbprovision.core.config.WorkerSettings;
import io.dbprovision.core.kube.Jobs;
import io.dbprovision.core.runtime.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the workers that the flags ask for. */
final class WorkersFactory {
  private final OperatorConfig config;
  private final Map<String, String> environment;
  private final InstantSource clock;

  /**
   * @param environment of this process; tells the name of the operator's pod
   */
  WorkersFactory(OperatorConfig config, Map<String, String> environment, InstantSource clock) {
    this.config = config;
    this.environment = environment;
    this.clock = clock;
  }

  /** Workers that have to be started before, and stopped after, whoever uses them. */
  record Made(Workers workers, Service service) {}

  Made make(Jobs jobs, Path home) {
    WorkerSettings settings = config.worker();
    Slots slots = new Slots(settings.most(), settings.mostPerInstance());
    return switch (settings.mode()) {
      case PROCESS -> {
        ProcessWorkers processes =
            new ProcessWorkers(
                settings.folder(), new WorkerCall(program(home), options()), slots, clock);
        yield new Made(processes, processes);
      }
      case JOB -> {
        JobWorkers inJobs =
            new JobWorkers(
                jobs,
                new JobSettings(
                    config.instanceId(),
                    environment.get("HOSTNAME"),
                    settings.imageOrNull(),
                    settings.serviceAccount(),
                    settings.memory(),
                    options(),
                    folders()),
                slots);
        yield new Made(inJobs, inJobs);
      }
    };
  }

  /** The image has no shell for {@code bin/dbops}, but a file of what that would say. */
  private static List<String> program(Path home) {
    Path arguments = home.resolve("lib/worker-java.args").toAbsolutePath();
    return Files.isRegularFile(arguments)
        ? List.of(System.getProperty("java.home") + "/bin/java", "@" + arguments)
        : List.of(home.resolve("bin/dbops").toAbsolutePath().toString());
  }

  /** So that a worker loads the same plugins and finds the same programs. */
  private List<String> options() {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--plugins-dir", config.plugins().directory().toString()));
    options.addAll(
        List.of("--plugins-checksum", config.plugins().checksum().name().toLowerCase(Locale.ROOT)));
    config
        .plugins()
        .trustedKeys()
        .ifPresent(keys -> options.addAll(List.of("--plugins-trusted-keys", keys.toString())));
    for (Path folder : config.worker().toolFolders()) {
      options.addAll(List.of("--tools-dir", folder.toString()));
    }
    return options;
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>(config.worker().toolFolders());
    folders.add(config.plugins().directory());
    config.plugins().trustedKeys().ifPresent(folders::add);
    return folders;
  }
}
