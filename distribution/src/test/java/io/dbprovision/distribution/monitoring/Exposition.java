package io.dbprovision.distribution.monitoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /metrics} told at one moment. */
public record Exposition(String text) {
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");
  private static final Pattern SAMPLE = Pattern.compile("([\\w:]+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  /**
   * A metric as the documentation has it.
   *
   * @param labels of all its series, without {@code le}
   */
  record Family(String name, String type, String help, Set<String> labels) {}

  /** Values by series, which are written as they were: {@code name{label="value"}}. */
  Map<String, String> series() {
    Map<String, String> series = new LinkedHashMap<>();
    for (Matcher sample : samples()) {
      String labels = sample.group(2) == null ? "" : sample.group(2);
      series.put(sample.group(1) + "{" + labels + "}", sample.group(3));
    }
    return series;
  }

  /** The names of samples, with the labels of all series of that name. */
  Map<String, Set<String>> labels() {
    Map<String, Set<String>> labels = new TreeMap<>();
    for (Matcher sample : samples()) {
      Set<String> names = labels.computeIfAbsent(sample.group(1), _ -> new HashSet<>());
      if (sample.group(2) != null) {
        LABEL.matcher(sample.group(2)).results().forEach(found -> names.add(found.group(1)));
      }
    }
    return labels;
  }

  /** By their names. */
  Map<String, Family> families() {
    Map<String, String> help = new TreeMap<>();
    Map<String, String> types = new TreeMap<>();
    text.lines()
        .map(COMMENT::matcher)
        .filter(Matcher::matches)
        .forEach(
            line ->
                (line.group(1).equals("HELP") ? help : types).put(line.group(2), line.group(3)));
    Map<String, Set<String>> labels = labels();
    Map<String, Family> families = new TreeMap<>();
    types.forEach(
        (name, type) -> {
          Set<String> all = new TreeSet<>();
          for (String sample : List.of(name, name + "_bucket")) {
            all.addAll(labels.getOrDefault(sample, Set.of()));
          }
          all.remove("le");
          families.put(name, new Family(name, type, help.getOrDefault(name, ""), all));
        });
    return families;
  }

  private List<Matcher> samples() {
    List<Matcher> samples = new ArrayList<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .forEach(
            line -> {
              Matcher sample = SAMPLE.matcher(line);
              if (!sample.matches()) {
                throw new IllegalStateException("no line of the text format: " + line);
              }
              samples.add(sample);
            });
    return samples;
  }
}
