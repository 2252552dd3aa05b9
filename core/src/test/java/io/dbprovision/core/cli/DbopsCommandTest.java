package io.dbprovision.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DbopsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpAndVersionAreWordsToo() {
    assertThat(run("help")).isZero();
    assertThat(out.toString()).contains("Usage: dbops", "operator", "plan", "version");
    out.getBuffer().setLength(0);
    assertThat(run("help", "plan")).isZero();
    assertThat(out.toString()).contains("Usage: dbops plan");
    out.getBuffer().setLength(0);
    assertThat(run("version")).isZero();
    assertThat(out.toString()).startsWith("dbops ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "plan", "doctor", "plugins", "crds", "version"})
  void everyCommandHasHelpAndTheVersion(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: dbops " + command);
    out.getBuffer().setLength(0);
    assertThat(run(command, "--version")).isZero();
    assertThat(out.toString()).startsWith("dbops ");
  }

  @Test
  void anUnknownFlagOfTheOperatorComesFirstAndWhatElseIsWrongAfterIt() {
    assertThat(run("operator", "--workers=0", "--unknwon", "--log-level=loud")).isEqualTo(2);
    assertThat(err.toString().lines())
        .anyMatch(line -> line.equals("error: Unknown option: '--unknwon'"))
        .anyMatch(line -> line.startsWith("error: --workers must be between 1 and"))
        .anyMatch(line -> line.startsWith("error: --log-level: \"loud\" is none of debug, info,"));
    assertThat(err.toString().indexOf("--unknwon")).isLessThan(err.toString().indexOf("--workers"));
  }

  @Test
  void aFlagThatIsAlmostRightIsSuggested() {
    assertThat(run("operator", "--leader-elekt")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option: '--leader-elekt'", "--leader-elect");
  }

  @Test
  void aWrongLogLevelOfAToolNamesTheFlagAndTheLevels() {
    assertThat(run("plugins", "--log-level=loud")).isEqualTo(2);
    assertThat(err.toString()).contains("--log-level", "DEBUG", "loud");
  }

  @Test
  void anEmptyPluginsFolderIsNotTheWorkingDirectory() {
    assertThat(run("plugins", "--plugins-dir=")).isEqualTo(1);
    assertThat(err.toString()).startsWith("error: --plugins-dir is empty");
    err.getBuffer().setLength(0);
    assertThat(run("operator", "--plugins-dir=", "--x")).isEqualTo(2);
    assertThat(err.toString()).contains("error: --plugins-dir: is empty; name the folder");
  }

  private int run(String... arguments) {
    CommandLine line = DbopsCommand.line();
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
