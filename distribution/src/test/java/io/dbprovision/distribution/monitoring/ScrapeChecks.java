package io.dbprovision.distribution.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbprovision.distribution.Command.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What rules, dashboards and documentation say, against what a real operator told. */
public final class ScrapeChecks {
  /** What whoever scrapes adds to every series. */
  private static final Set<String> OF_THE_TARGET = Set.of("job", "pod");

  private ScrapeChecks() {}

  /**
   * Puts the series of two scrapes into the query engine of promtool, and asks it every query of
   * every panel. No Prometheus runs.
   */
  public static void everyPanelShowsSomething(Exposition before, Exposition after, Path folder) {
    Path cases = folder.resolve("dashboards-test.yaml");
    try {
      Files.writeString(cases, new Playback(before, after).of(MonitoringFiles.queries()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Result result = new Promtool().testRules(cases);
    assertThat(result.status())
        .as("queries that return nothing:\n" + result.out() + result.err())
        .isZero();
  }

  /** No rule and no panel reads a metric or a label that the operator has not. */
  public static void everyExpressionReadsWhatThereIs(Exposition scrape) {
    Map<String, Set<String>> known = scrape.labels();
    for (JsonNode rule : MonitoringFiles.rules()) {
      if (rule.has("record")) {
        Query query = new Query(rule.path("record").asText(), rule.path("expr").asText());
        known.put(query.where(), query.labels());
      }
    }
    for (JsonNode rule : MonitoringFiles.rules()) {
      String name = rule.path("alert").asText(rule.path("record").asText());
      reads(new Query(name, rule.path("expr").asText()), known);
    }
    MonitoringFiles.queries().forEach(query -> reads(query, known));
  }

  private static void reads(Query query, Map<String, Set<String>> known) {
    assertThat(query.metrics()).as(query.where()).isNotEmpty().isSubsetOf(known.keySet());
    Set<String> labels = new HashSet<>(OF_THE_TARGET);
    labels.add("le");
    query.metrics().forEach(metric -> labels.addAll(known.getOrDefault(metric, Set.of())));
    assertThat(labels).as(query + " names labels that there are").containsAll(query.labels());
  }

  /** The table of docs/monitoring.md is what the operator told; it can be written anew. */
  public static void thePageTellsEveryMetric(Exposition scrape) {
    StringBuilder table =
        new StringBuilder("| Metric | Type | Labels | Meaning |\n|---|---|---|---|\n");
    for (Exposition.Family family : scrape.families().values()) {
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  family.name(),
                  family.type(),
                  String.join(", ", new TreeSet<>(family.labels())),
                  family.help()));
    }
    String begin = "<!-- metrics: written by MonitoringIT -->\n";
    String end = "<!-- end of metrics -->";
    String page = MonitoringFiles.read(MonitoringFiles.PAGE);
    List<String> parts = List.of(page.split(begin + "|" + end, 3));
    if (Boolean.getBoolean("dbops.metrics.write")) {
      try {
        Files.writeString(MonitoringFiles.PAGE, parts.get(0) + begin + table + end + parts.get(2));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return;
    }
    assertThat(parts.get(1))
        .as("the metrics of docs/monitoring.md; -Ddbops.metrics.write=true writes them")
        .isEqualTo(table.toString());
  }
}
