package io.dbprovision.distribution.monitoring;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One expression in PromQL.
 *
 * @param where it is from, for people
 */
record Query(String where, String text) {
  private static final Pattern NAME = Pattern.compile("\\b(?:dbops|process|jvm)(?:_\\w+|:[\\w:]+)");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
  private static final Pattern LIST =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");

  /** The metrics that it reads. */
  Set<String> metrics() {
    return NAME.matcher(withoutTexts()).results().map(MatchResult::group).collect(set());
  }

  /** The labels that it names. */
  Set<String> labels() {
    Stream<String> matched = MATCHER.matcher(text).results().map(found -> found.group(1));
    Stream<String> listed =
        LIST.matcher(text)
            .results()
            .flatMap(found -> Arrays.stream(found.group(1).split(",")))
            .map(String::strip)
            .filter(label -> !label.isEmpty());
    return Stream.concat(matched, listed).collect(set());
  }

  private String withoutTexts() {
    return text.replaceAll("\"[^\"]*\"", "\"\"");
  }

  private static Collector<String, ?, Set<String>> set() {
    return Collectors.toUnmodifiableSet();
  }
}
