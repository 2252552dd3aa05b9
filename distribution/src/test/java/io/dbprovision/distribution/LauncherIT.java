package io.dbprovision.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/dbops} with a Java that only shows how it was called. */
class LauncherIT {
  private static final Path DBOPS = Repo.home().resolve("bin/dbops");
  @TempDir Path folder;

  @Test
  void itFindsItsHomeThroughLinksFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("a link"), DBOPS);
    Path second = Files.createSymbolicLink(folder.resolve("dbops"), Path.of(link.toString()));

    assertThat(launch(second, jdk("25.0.1"), "crds")).contains("-Ddbops.home=" + Repo.home());
  }

  @Test
  void aFirstArgumentThatIsAFlagIsForTheOperator() throws Exception {
    Path jdk = jdk("25");

    assertThat(launch(DBOPS, jdk, "--leader-elect", "--instance-id=a b"))
        .endsWith("io.dbprovision.core.Main", "operator", "--leader-elect", "--instance-id=a b");
    assertThat(launch(DBOPS, jdk, "plugins")).endsWith("io.dbprovision.core.Main", "plugins");
    assertThat(launch(DBOPS, jdk, "--help")).endsWith("io.dbprovision.core.Main", "--help");
  }

  @Test
  void theJvmIsSmallUnlessToldOtherwise() throws Exception {
    assertThat(launch(DBOPS, jdk("25.0.2"), "plugins"))
        .contains("@" + Repo.home().resolve("lib/jvm.args"), "-Xmx96m");
  }

  @Test
  void theOperatorsDigestsAreCompiledBest() throws Exception {
    String options = "@" + Repo.home().resolve("lib/operator.args");

    assertThat(launch(DBOPS, jdk("25"), "operator")).contains(options);
    assertThat(launch(DBOPS, jdk("25"), "plugins")).doesNotContain(options);
  }

  /** The operator's first line is its own, of JSON: its log is read by programs. */
  @ParameterizedTest
  @ValueSource(strings = {"operator.args", "worker.args"})
  void theJvmTakesItsOptionsAndSaysNothingOfThem(String options) {
    Path java = ProcessHandle.current().info().command().map(Path::of).orElseThrow();

    Command.Result said =
        Command.run(
            Duration.ofSeconds(30),
            "",
            List.of(
                java.toString(),
                "@" + Repo.home().resolve("lib/jvm.args"),
                "@" + Repo.home().resolve("lib").resolve(options),
                "--version"));

    assertThat(said.must().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("OpenJDK") || line.startsWith("openjdk"));
    assertThat(said.err()).isEmpty();
  }

  @Test
  void aWorkersJvmIsSmallerStill() throws Exception {
    assertThat(launch(DBOPS, jdk("25.0.2"), "worker", "--work", "-"))
        .contains("@" + Repo.home().resolve("lib/worker.args"), "-Xmx48m");
  }

  @Test
  void kubectlsOwnHasRoomForListsAndNeverStartsAnOperator() throws Exception {
    Path kubectl = DBOPS.resolveSibling("kubectl-dbops");
    Path link = Files.createSymbolicLink(folder.resolve("kubectl-dbops"), kubectl);

    assertThat(launch(link, jdk("25"), "status", "-A"))
        .contains("-Xmx512m", "@" + Repo.home().resolve("lib/jvm.args"))
        .endsWith("io.dbprovision.core.Main", "status", "-A");
    assertThat(launch(link, jdk("25"), "-n", "demo", "status")).isEmpty();
    assertThat(launch(link, jdk("25"), "--help")).endsWith("--help");
  }

  @Test
  void theTabKeyOffersCommandsAndTheirOptions() throws Exception {
    Path complete = DBOPS.resolveSibling("kubectl_complete-dbops");

    assertThat(launch(complete, jdk("25"), "")).contains("status", "explain", "wait", ":4");
    assertThat(launch(complete, jdk("25"), "wait", "--f")).contains("--for=ready", ":4");
  }

  @Test
  void anOlderJavaIsPassedOver() throws Exception {
    assertThat(launch(DBOPS, jdk("21.0.1"), "--version"))
        .doesNotContain("io.dbprovision.core.Main");
  }

  private static List<String> launch(Path dbops, Path jdk, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(dbops.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", jdk.toString());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out.lines().toList();
  }

  /** Looks like a JDK; its java prints one argument a line. */
  private Path jdk(String version) throws IOException {
    Path java = folder.resolve("jdk-" + version + "/bin/java");
    Path jdk = folder.resolve("jdk-" + version);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return jdk;
  }
}
