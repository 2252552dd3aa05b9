package io.dbprovision.core.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags about who does backups and restores. */
final class WorkerFlags {
  private static final String IN_A_CLUSTER = "KUBERNETES_SERVICE_HOST";

  @Option(
      names = "--worker",
      paramLabel = "process|job",
      description =
          "Do each backup and restore in a process beside the operator, or in a Job (default: job"
              + " in a cluster, process elsewhere).")
  private @Nullable String mode;

  @Option(
      names = "--worker-image",
      paramLabel = "<image>",
      description = "Image of the Jobs, of the operator's version (default: the operator's own).")
  private @Nullable String image;

  @Option(
      names = "--worker-service-account",
      defaultValue = "",
      paramLabel = "<name>",
      description =
          "Service account of the Jobs in the operator's namespace; they get no token of it"
              + " (default: the namespace's default one).")
  private String serviceAccount = "";

  @Option(
      names = "--worker-memory",
      defaultValue = "512Mi",
      paramLabel = "<amount>",
      description =
          "Memory limit of a Job's pod, client program and all (default: ${DEFAULT-VALUE}).")
  private String memory = "";

  @Option(
      names = "--work-dir",
      paramLabel = "<folder>",
      description =
          "Where the state of worker processes is kept (default: .local/state/dbops/work in the"
              + " home folder, or one in the system's folder for temporary files).")
  private @Nullable String folder;

  @Option(
      names = "--tools-dir",
      paramLabel = "<folder>",
      description =
          "Folder with client programs of database servers, searched before the PATH; may be"
              + " repeated (default: $DBOPS_TOOLS).")
  private List<String> tools = new ArrayList<>();

  @Option(
      names = "--max-workers",
      defaultValue = "4",
      paramLabel = "<n>",
      description = "Backups and restores done at once (default: ${DEFAULT-VALUE}).")
  private String most = "";

  @Option(
      names = "--max-workers-per-instance",
      defaultValue = "2",
      paramLabel = "<n>",
      description = "The same of one DatabaseInstance (default: ${DEFAULT-VALUE}).")
  private String mostPerInstance = "";

  @Option(
      names = "--pvc-root",
      defaultValue = "/data",
      paramLabel = "<folder>",
      description =
          "Where processes find the volume for backups, with a folder for each claim; Jobs mount"
              + " the claims themselves (default: ${DEFAULT-VALUE}).")
  private String claimRoot = "";

  WorkerSettings read(FlagReader reader, Map<String, String> environment) {
    WorkerMode standard =
        environment.getOrDefault(IN_A_CLUSTER, "").isEmpty() ? WorkerMode.PROCESS : WorkerMode.JOB;
    Path tmp = Path.of(System.getProperty("java.io.tmpdir"));
    return new WorkerSettings(
        mode == null ? standard : reader.oneOf("--worker", mode, standard),
        image == null || image.isBlank() ? null : image,
        serviceAccount,
        memory,
        folder == null ? standardFolder(tmp) : reader.read("--work-dir", folder, tmp, this::place),
        reader.read("--tools-dir", "", List.of(), ignored -> ToolFolders.of(tools, environment)),
        reader.wholeNumber("--max-workers", most),
        reader.wholeNumber("--max-workers-per-instance", mostPerInstance),
        reader.read("--pvc-root", claimRoot, tmp, this::place));
  }

  /** In a container the home folder can't be written to as a rule. */
  private static Path standardFolder(Path tmp) {
    Path home = Path.of(System.getProperty("user.home", "/nowhere"));
    return Files.isDirectory(home) && Files.isWritable(home) && home.getNameCount() > 0
        ? home.resolve(".local/state/dbops/work")
        : tmp.resolve("dbops-" + System.getProperty("user.name", "user") + "-work");
  }

  private Path place(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("is empty; name a folder");
    }
    return Path.of(text).toAbsolutePath();
  }
}
