package io.dbprovision.jdbc.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.SecretText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ToolProcessTest {
  private static final SecretText SECRET = SecretText.of("hunter2-hunter2");
  private static final Tool SHELL = new Tool(Path.of("/bin/sh"), "");

  private static ToolCommand.Builder shell(String script) {
    return ToolCommand.of(SHELL, List.of("-c", script)).secrets(SECRET);
  }

  @Test
  void theEnvironmentIsNotOurs() throws IOException {
    try (ToolProcess process =
        ToolProcess.start(
            ToolCommand.of(new Tool(Path.of("/usr/bin/env"), ""), List.of())
                .variable("GIVEN", "yes")
                .build())) {
      String all = new String(process.stdout().readAllBytes(), UTF_8);
      assertThat(process.finish()).isZero();
      assertThat(all.lines()).allMatch(line -> line.matches("(PATH|LC_ALL|GIVEN|DBOPS_TOOL)=.*"));
      assertThat(all).contains("GIVEN=yes");
    }
  }

  @Test
  void aSecretInArgumentsOrEnvironmentIsRefused() {
    assertThatThrownBy(() -> shell("echo " + SECRET.reveal()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(SECRET.reveal());
    assertThatThrownBy(() -> shell("true").variable("PASSWORD", SECRET.reveal()).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatItSaysHoldsNoSecretAndIsBounded(@TempDir Path folder) throws IOException {
    Path file = SecretFile.write(folder, "password", SECRET);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String script =
        "echo \"first $(cat password)\" >&2; i=0; while [ $i -lt 20000 ]; do echo line $i >&2;"
            + " i=$((i+1)); done; echo last >&2; exit 3";
    try (ToolProcess process = ToolProcess.start(shell(script).folder(folder).build())) {
      assertThat(process.stdout().readAllBytes()).isEmpty();
      assertThat(process.finish()).isEqualTo(3);
      assertThat(process.said())
          .hasSizeLessThan(100)
          .startsWith("first [secret]")
          .endsWith("line 19999", "last");
    }
  }

  @Test
  void nothingIsJudgedBeforeTheOutputWasRead() throws IOException {
    try (ToolProcess process = ToolProcess.start(shell("echo some; exit 0").build())) {
      assertThatThrownBy(process::finish).isInstanceOf(IllegalStateException.class);
      process.stdout().transferTo(OutputStream.nullOutputStream());
      assertThat(process.finish()).isZero();
    }
  }

  @Test
  void closingEndsAllThatItStarted() throws Exception {
    String script = "sh -c 'sleep 600 & echo $!; wait' & echo started; wait";
    ToolProcess process = ToolProcess.start(shell(script).build());
    StringBuilder seen = new StringBuilder();
    while (seen.toString().lines().count() < 2 || seen.charAt(seen.length() - 1) != '\n') {
      seen.append((char) process.stdout().read());
    }
    long sleeper =
        seen.toString()
            .lines()
            .filter(line -> line.matches("\\d+"))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElseThrow();
    ProcessHandle deepest = ProcessHandle.of(sleeper).orElseThrow();
    process.close();
    process.close();
    deepest.onExit().get(20, TimeUnit.SECONDS);
    assertThat(process.running()).isFalse();
    assertThatThrownBy(() -> process.stdout().read())
        .as("an end by force is none that could be taken for the real one")
        .isInstanceOf(IOException.class);
  }

  @Test
  void ofOneThatIsKilledNothingGoesOn() throws IOException {
    try (ToolProcess process = ToolProcess.start(shell("sleep 600 & echo; wait").build())) {
      assertThat(process.stdout().read()).isEqualTo('\n');

      ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();

      // what it had started had the other end of the pipe, too
      assertThat(process.stdout().read()).isNegative();
      assertThat(process.finish()).isEqualTo(128 + 9);
    }
  }

  @Test
  void aProgramThatEndsEarlyFailsWhoWritesToIt() {
    try (ToolProcess process = ToolProcess.start(shell("exit 0").build())) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  process.stdin().write(new byte[65536]);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }
}
