package io.dbprovision.core.cli;

import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.Change;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints what became of each manifest. For one thread. */
final class PlanReport {
  private final PrintWriter out;
  private boolean clean = true;
  private int planned;

  PlanReport(PrintWriter out) {
    this.out = out;
  }

  void add(Fields manifest, Verdict verdict) {
    String title = title(manifest);
    switch (verdict) {
      case Verdict.Planned(
              List<Change> changes,
              List<String> initSql,
              List<String> hindrances,
              List<String> notes) -> {
        planned++;
        int count = changes.size() + initSql.size();
        clean &= count == 0 && hindrances.isEmpty();
        line(title + ": " + summary(count, !hindrances.isEmpty()));
        changes.forEach(this::print);
        initSql.forEach(run -> line("  %-12s %s".formatted("initSQL", run)));
        hindrances.forEach(hindrance -> line("  blocked: " + hindrance));
        notes.forEach(note -> line("  note: " + note));
      }
      case Verdict.Impossible(List<String> problems) -> {
        planned++;
        clean = false;
        line(title + ": cannot be planned");
        problems.forEach(problem -> line("  " + problem));
      }
      case Verdict.LeftOut _ -> line(title + ": left out, it is nothing on a server");
    }
  }

  /** How many manifests there were something to plan for. */
  int planned() {
    return planned;
  }

  /** Everything is in sync. */
  boolean clean() {
    return clean;
  }

  private static String title(Fields manifest) {
    Fields metadata = manifest.object("metadata");
    String namespace = metadata.text("namespace").map(name -> name + "/").orElse("");
    return manifest.text("kind", "(no kind)")
        + " "
        + namespace
        + metadata.text("name", "(no name)");
  }

  private static String summary(int changes, boolean blocked) {
    String count = changes == 1 ? "1 change" : changes + " changes";
    if (blocked) {
      return changes == 0 ? "blocked" : "blocked, " + count;
    }
    return changes == 0 ? "in sync" : count;
  }

  /** Manifests and servers may hold anything, such as what a terminal takes for commands. */
  private void line(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
                plain.append("\\u%04x".formatted(point));
              } else {
                plain.appendCodePoint(point);
              }
            });
    out.println(plain);
  }

  private void print(Change change) {
    line(
        "  %-12s %s: %s (%s -> %s)"
            .formatted(
                change.risk().name().toLowerCase(Locale.ROOT),
                change.path(),
                change.summary(),
                change.actual().isEmpty() ? "none" : change.actual(),
                change.expected().isEmpty() ? "none" : change.expected()));
  }
}
