package io.dbprovision.distribution.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code distribution/monitoring}. */
final class MonitoringFiles {
  static final Path FOLDER = Repo.root().resolve("distribution/monitoring");
  static final Path RULES = FOLDER.resolve("alerts.yaml");
  static final Path CASES = FOLDER.resolve("alerts-test.yaml");
  static final Path PAGE = Repo.root().resolve("docs/monitoring.md");

  private MonitoringFiles() {}

  static List<JsonNode> dashboards() {
    try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
      ObjectMapper json = new ObjectMapper();
      List<JsonNode> all = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        all.add(json.readTree(file.toFile()));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of all panels and variables of all dashboards, with values for what Grafana fills in. */
  static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : dashboard.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          String where = dashboard.path("title").asText() + ": " + panel.path("title").asText();
          queries.add(new Query(where, filled(target.path("expr").asText())));
        }
      }
    }
    return queries;
  }

  private static String filled(String expression) {
    return expression
        .replace("$__rate_interval", "5m")
        .replace("$namespace", ".*")
        .replace("$instance", ".*");
  }

  /** Alerts and recording rules. */
  static List<JsonNode> rules() {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : yaml(RULES).path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }

  static List<JsonNode> alerts() {
    return rules().stream().filter(rule -> rule.has("alert")).toList();
  }

  static JsonNode yaml(Path file) {
    try {
      return new YAMLMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
