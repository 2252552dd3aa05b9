package io.dbprovision.core.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dbprovision.core.api.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads manifests as kubectl does: several documents a file, lists, folders, standard input. */
final class Manifests {
  private static final Path STANDARD_INPUT = Path.of("-");

  private Manifests() {}

  /**
   * @throws CliException when something there is no manifest
   */
  static List<Fields> read(Path source) throws IOException {
    List<Fields> manifests = new ArrayList<>();
    if (source.equals(STANDARD_INPUT)) {
      add("standard input", System.in, manifests);
    } else if (Files.isDirectory(source)) {
      for (Path file : files(source)) {
        manifests.addAll(read(file));
      }
    } else {
      try (InputStream in = Files.newInputStream(source)) {
        add(source.toString(), in, manifests);
      }
    }
    return manifests;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file -> file.toString().matches(".*\\.(yaml|yml|json)") && !Files.isDirectory(file))
          .sorted()
          .toList();
    }
  }

  private static void add(String source, InputStream in, List<Fields> manifests)
      throws IOException {
    int number = 0;
    try (MappingIterator<Object> documents =
        new ObjectMapper(new YAMLFactory()).readerFor(Object.class).readValues(in)) {
      while (documents.hasNextValue()) {
        number++;
        Object document = documents.nextValue();
        if (document instanceof Map<?, ?> map) {
          addItems(Fields.of(stringKeyed(map)), manifests);
        } else if (document != null && !document.equals("")) {
          throw new CliException(
              "%s: document %d is no manifest: a mapping with apiVersion and kind is expected"
                  .formatted(source, number));
        }
      }
    } catch (JacksonException e) {
      throw new CliException(
          "%s is not readable as YAML%s".formatted(source, place(e.getLocation())), e);
    }
  }

  // the parser's own words quote the text around, which may be a Secret's
  private static String place(JsonLocation at) {
    return at == null ? "" : ": line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static void addItems(Fields manifest, List<Fields> manifests) {
    if (manifest.text("kind", "").equals("List")) {
      manifest.objects("items").forEach(item -> addItems(item, manifests));
    } else if (!manifest.isEmpty()) {
      manifests.add(manifest);
    }
  }

  private static Map<String, Object> stringKeyed(Map<?, ?> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> result.put(String.valueOf(key), value));
    return result;
  }
}
