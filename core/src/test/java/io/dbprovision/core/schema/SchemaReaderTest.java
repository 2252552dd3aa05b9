package io.dbprovision.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaReaderTest {
  @TempDir Path folder;

  @Test
  void ofAJarOnlyTheSchemaFilesAreRead() throws IOException {
    Path jar = folder.resolve("some-plugin.jar");
    write(jar, Map.of("META-INF/dbops/schema/thing.yaml", "spec.x: {}", "Some.class", "?"));

    assertThat(SchemaReader.jar(jar))
        .hasValueSatisfying(
            bundle -> {
              assertThat(bundle.source()).isEqualTo("some-plugin.jar");
              assertThat(bundle.files()).containsExactly(Map.entry("thing.yaml", "spec.x: {}"));
            });
  }

  @Test
  void aJarWithoutSchemaBringsNothing() throws IOException {
    Path jar = folder.resolve("plain.jar");
    write(jar, Map.of("Some.class", "?"));

    assertThat(SchemaReader.jar(jar)).isEmpty();
  }

  @Test
  void aFileThatIsNoJarIsAnErrorWithItsName() throws IOException {
    Path jar = Files.writeString(folder.resolve("broken.jar"), "no zip");

    assertThatThrownBy(() -> SchemaReader.jar(jar))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("broken.jar");
  }

  @Test
  void theBaseFolderHoldsCrdsEnginesAndSections() throws IOException {
    Path crds = folder.resolve("crds");
    write(crds, "base/thing.yaml", "a: b");
    write(crds, "engines.yaml", "[x]");
    write(crds, "sections/x/thing.yaml", "spec.x: {}");

    CrdInputs inputs = SchemaReader.permanentBase(crds);

    assertThat(inputs.base()).containsExactly(new SchemaFile("crds/base/thing.yaml", "a: b"));
    assertThat(inputs.permanent())
        .containsExactly(
            new SchemaBundle("crds", Map.of("engines.yaml", "[x]")),
            new SchemaBundle("crds/sections/x", Map.of("thing.yaml", "spec.x: {}")));
  }

  @Test
  void aFolderWithoutABaseIsAnError() {
    assertThatThrownBy(() -> SchemaReader.permanentBase(folder.resolve("nothing")))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("nothing");
  }

  private static void write(Path root, String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(root.resolve(name).resolveSibling("."));
    Files.writeString(file, text);
  }

  private static void write(Path jar, Map<String, String> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
