package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.Command.Result;
import io.dbprovision.distribution.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code kubectl dbops}, as kubectl finds it on the PATH, in one namespace. */
record Plugin(Path kubeconfig, String namespace) {
  private static final Duration MOST = Duration.ofSeconds(100);

  /** Its output goes nowhere that is a terminal. */
  Result run(String command, String... arguments) {
    Path kubectl = Path.of(Command.script(MOST, "kube-tools.sh").strip()).resolve("kubectl");
    List<String> line =
        new ArrayList<>(
            List.of(
                "env",
                "PATH=" + Repo.home().resolve("bin") + ":" + System.getenv("PATH"),
                "KUBECONFIG=" + kubeconfig,
                kubectl.toString(),
                "dbops",
                command));
    line.addAll(List.of(arguments));
    line.add("-n");
    line.add(namespace);
    return Command.run(MOST, "", line);
  }
}
