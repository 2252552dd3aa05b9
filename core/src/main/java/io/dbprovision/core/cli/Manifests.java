package io.dbprovision.core.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dbprovision.core.api.Fields;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads YAML files of several documents. */
final class Manifests {
  private Manifests() {}

  static List<Fields> read(Path file) throws IOException {
    List<Fields> manifests = new ArrayList<>();
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    try (MappingIterator<Map<String, Object>> documents =
        yaml.readerFor(new TypeReference<Map<String, Object>>() {}).readValues(file.toFile())) {
      while (documents.hasNextValue()) {
        Map<String, Object> document = documents.nextValue();
        if (document != null && !document.isEmpty()) {
          manifests.add(Fields.of(document));
        }
      }
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new IOException("there is no file " + file, e);
    } catch (JsonProcessingException e) {
      // its own message has the text of the file, which may have passwords in it
      throw new IOException(
          "%s is no list of manifests: line %d is not YAML of key and value"
              .formatted(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    }
    return manifests;
  }
}
