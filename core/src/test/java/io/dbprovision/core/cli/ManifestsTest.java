package io.dbprovision.core.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
  @TempDir Path folder;

  @Test
  void documentsListsAndFoldersAreRead() throws IOException {
    write("b.yaml", "{kind: A}\n---\n---\n{kind: B}\n");
    write("c.json", "{\"kind\": \"List\", \"items\": [{\"kind\": \"C\"}, {\"kind\": \"D\"}]}");
    write("read.me", "not: [yaml");
    Files.createDirectory(folder.resolve("deeper.yaml"));

    assertThat(kinds(folder)).containsExactly("A", "B", "C", "D");
  }

  @Test
  void anEmptyFileHoldsNothing() throws IOException {
    assertThat(kinds(write("a.yaml", "# nothing\n---\n"))).isEmpty();
  }

  @Test
  void whatIsNoMappingIsAnErrorThatCountsDocuments() throws IOException {
    Path file = write("a.yaml", "{kind: A}\n---\n- kind: B\n");

    assertThatThrownBy(() -> Manifests.read(file))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("a.yaml: document 2 is no manifest");
  }

  @Test
  void brokenTextIsToldByItsPlaceAndNotQuoted() throws IOException {
    Path file = write("a.yaml", "stringData:\n  password: [s3cr3t\n");

    assertThatThrownBy(() -> Manifests.read(file))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("a.yaml is not readable as YAML: line ")
        .hasMessageNotContaining("s3cr3t");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> kinds(Path source) throws IOException {
    return Manifests.read(source).stream().map((Fields m) -> m.text("kind", "")).toList();
  }
}
