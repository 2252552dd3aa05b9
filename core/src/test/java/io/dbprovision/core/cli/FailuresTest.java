package io.dbprovision.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class FailuresTest {
  private final StringWriter err = new StringWriter();

  @Test
  void aFileExceptionBecomesASentence() {
    assertThat(Failures.sentence(new NoSuchFileException("/x"))).isEqualTo("there is no file /x");
    assertThat(Failures.sentence(new AccessDeniedException("/x"))).startsWith("/x may not be read");
    assertThat(Failures.sentence(new FileSystemException("/x", null, "No space left on device")))
        .isEqualTo("/x: No space left on device");
    assertThat(Failures.sentence(new UncheckedIOException(new NoSuchFileException("/x"))))
        .isEqualTo("there is no file /x");
  }

  @Test
  void anExceptionWithoutWordsSaysHowToLearnMore() {
    assertThat(Failures.sentence(new IllegalStateException()))
        .contains("IllegalStateException", "--log-level=debug");
  }

  @Test
  void aFailureIsOneLineAndEndsWithOne() {
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString().strip()).isEqualTo("error: there is no file /x");
  }

  @Test
  void anUnknownOptionIsAnErrorWithASuggestionAndEndsWithTwo() {
    assertThat(run("--hots=x")).isEqualTo(2);
    assertThat(err.toString())
        .contains("Unknown option: '--hots=x'", "--host", "see: fails --help")
        .doesNotContain("Usage:");
  }

  private int run(String... arguments) {
    return Failures.politely(new CommandLine(new Failing()))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Command(name = "fails")
  private static final class Failing implements Callable<Integer> {
    @Option(names = "--host")
    private String host = "";

    @Override
    public Integer call() throws IOException {
      throw new NoSuchFileException(host + "/x");
    }
  }
}
