package io.dbprovision.distribution.monitoring;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Two scrapes as a case for promtool: ten minutes of a Prometheus that scraped every minute, in the
 * eighth of which what the first one told became what the second one tells.
 */
record Playback(Exposition before, Exposition after) {
  private static final Pattern COUNTER = Pattern.compile("[^{]+_(total|count|bucket|sum)\\{.*");

  /** Each query has to return something at the end. */
  String of(List<Query> queries) {
    StringBuilder text = new StringBuilder();
    text.append("rule_files: ['").append(MonitoringFiles.RULES).append("']\n");
    text.append("evaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n");
    Map<String, String> old = before.series();
    after
        .series()
        .forEach(
            (series, value) -> {
              // one that was not there has counted from nothing
              String first = COUNTER.matcher(series).matches() ? "0" : "_";
              text.append("      - series: '").append(labelled(series)).append("'\n");
              text.append("        values: '")
                  .append(old.containsKey(series) ? plain(old.get(series)) : first)
                  .append("x7 ")
                  .append(plain(value))
                  .append("x3'\n");
            });
    text.append("    promql_expr_test:\n");
    for (Query query : queries) {
      text.append("      # ").append(query.where()).append('\n');
      text.append("      - expr: '").append(quoted("count(" + query.text() + ") > bool 0"));
      text.append("'\n        eval_time: 10m\n");
      text.append("        exp_samples: [{labels: '{}', value: 1}]\n");
    }
    return text.toString();
  }

  /** With what the scrape adds, where a series has no such label of its own. */
  private static String labelled(String series) {
    String inside = series.substring(series.indexOf('{') + 1, series.length() - 1);
    return quoted(
        series.substring(0, series.indexOf('{'))
            + "{job=\"dbops\", pod=\"dbops-0\""
            + (inside.isEmpty() ? "" : ", " + inside)
            + "}");
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }

  private static String plain(String value) {
    return value.matches("[-+]?(Inf|NaN)") ? value : new BigDecimal(value).toPlainString();
  }
}
