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
      case Verdict.Planned(List<Change> changes, List<String> hindrances, List<String> notes) -> {
        planned++;
        clean &= changes.isEmpty() && hindrances.isEmpty();
        out.println(title + ": " + summary(changes.size()));
        changes.forEach(this::print);
        hindrances.forEach(hindrance -> out.println("  blocked: " + hindrance));
        notes.forEach(note -> out.println("  note: " + note));
      }
      case Verdict.Impossible(List<String> problems) -> {
        planned++;
        clean = false;
        out.println(title + ": cannot be planned");
        problems.forEach(problem -> out.println("  " + problem));
      }
      case Verdict.LeftOut _ -> out.println(title + ": left out, it is nothing on a server");
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

  private static String summary(int changes) {
    return changes == 0 ? "in sync" : changes == 1 ? "1 change" : changes + " changes";
  }

  private void print(Change change) {
    out.printf(
        "  %-12s %s: %s (%s -> %s)%n",
        change.risk().name().toLowerCase(Locale.ROOT),
        change.path(),
        change.summary(),
        change.actual().isEmpty() ? "none" : change.actual(),
        change.expected().isEmpty() ? "none" : change.expected());
  }
}
