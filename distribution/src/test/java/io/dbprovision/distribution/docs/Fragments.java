package io.dbprovision.distribution.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dbprovision.distribution.Repo;
import io.dbprovision.distribution.docs.Page.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is done with a block of YAML. The fence says what it is a part of: {@code of=Kind/path} of
 * that document of {@code documents.yaml}, {@code of=values}, {@code of=kustomization} or {@code
 * of=prometheus}; {@code file=NAME} is for the commands after it. All others are whole documents.
 *
 * @param folder where completed documents are written
 */
public record Fragments(Path folder) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern NAMED = Pattern.compile("# ([\\w./-]+/kustomization\\.yaml)\\b.*");

  /** Kinds of operators that are not there in a plain cluster. */
  private static final List<String> OTHERS =
      List.of("monitoring.coreos.com", "grafana.integreatly.org", "argoproj.io", "kustomize.");

  /** The file that a block is: by its fence, or for a kustomization by its first line. */
  static Optional<String> file(Block block) {
    Matcher first = NAMED.matcher(block.text().isEmpty() ? "" : block.text().getFirst());
    return first.matches() ? Optional.of(first.group(1)) : block.info("file");
  }

  /** The line of the script that tries a block which is not a file. */
  String command(String page, Block block) {
    Optional<String> of = block.info("of");
    if (of.isEmpty()) {
      return "_apply " + (block.says("dry") ? "dry " : "real ") + write(page, block, whole(block));
    }
    String kind = of.get();
    return switch (kind) {
      case "kustomization" -> "_kustomization " + kustomization(page, block);
      case "values", "prometheus" -> "_" + kind + " " + write(page, block, block.joined());
      default -> "_apply dry " + write(page, block, completed(kind, block.joined()));
    };
  }

  /** Those documents that this API server can know. */
  private static String whole(Block block) {
    StringBuilder text = new StringBuilder();
    for (JsonNode document : documents(block.joined())) {
      if (!document.has("apiVersion") || !document.has("kind")) {
        throw new IllegalArgumentException(
            "line %d: no whole document; the fence has to say of= or file="
                .formatted(block.line()));
      }
      if (OTHERS.stream().noneMatch(document.path("apiVersion").asText()::startsWith)) {
        text.append(print(document));
      }
    }
    return text.toString();
  }

  /** A folder with {@code config/default}'s own, in which the block's fields stand. */
  private String kustomization(String page, Block block) {
    Path config = Repo.root().resolve("distribution/config/default");
    try {
      Path place =
          Files.createDirectories(folder.resolve(page.replace('/', '-') + "-" + block.line()));
      ObjectNode all = (ObjectNode) YAML.readTree(config.resolve("kustomization.yaml").toFile());
      all.setAll((ObjectNode) documents(block.joined()).getFirst());
      Path to = place.toRealPath().relativize(config.resolveSibling("").toRealPath());
      Files.writeString(
          place.resolve("kustomization.yaml"), print(all).replace("\"../", "\"" + to + "/"));
      return place.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String completed(String of, String fragment) {
    String kind = of.split("/", 2)[0];
    ObjectNode document =
        documents(stubs()).stream()
            .filter(stub -> stub.path("kind").asText().equals(kind))
            .map(ObjectNode.class::cast)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no document of kind " + kind));
    JsonNode place = document.at(of.substring(kind.length()));
    if (!(place instanceof ObjectNode hole)) {
      throw new IllegalArgumentException("no object at " + of);
    }
    try {
      YAML.readerForUpdating(hole).readValue(fragment);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return print(document);
  }

  private static String stubs() {
    try {
      return Files.readString(
          Repo.root().resolve("distribution/src/test/resources/docs/documents.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> documents(String text) {
    List<JsonNode> all = new ArrayList<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      documents.forEachRemaining(all::add);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("no YAML: " + e.getMessage(), e);
    }
    return all;
  }

  private static String print(JsonNode document) {
    try {
      return YAML.writeValueAsString(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String write(String page, Block block, String text) {
    try {
      Path file = folder.resolve(page.replace('/', '-') + "-" + block.line() + ".yaml");
      return Files.writeString(file, text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
