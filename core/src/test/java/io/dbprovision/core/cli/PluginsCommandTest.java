package io.dbprovision.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PluginsCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aFolderThatDoesNotExistIsAnError() {
    Path absent = directory.resolve("absent");

    assertThat(run(absent)).isEqualTo(1);

    assertThat(err.toString())
        .startsWith("error: there is no folder " + absent)
        .contains("--plugins-dir");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aFileInPlaceOfTheFolderIsAnError() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(run(file)).isEqualTo(1);

    assertThat(err.toString()).startsWith("error: " + file + " is no folder");
  }

  @Test
  void anEmptyFolderIsToldApartFromAnUnreadableOne() {
    assertThat(run(directory)).isEqualTo(1);

    assertThat(err.toString()).startsWith("warning: ").contains("holds no jar");
  }

  private int run(Path folder) {
    CommandLine line = Failures.politely(new CommandLine(new PluginsCommand()));
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute("--plugins-dir", folder.toString());
  }
}
