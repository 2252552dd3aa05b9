package io.dbprovision.core.cli.view;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.status.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far a backup or restore is that is under way. */
public final class Progress {
  private Progress() {}

  /** Such as {@code copying, 12 MiB, 3 of 8 tables}; empty when there is nothing to tell. */
  public static String of(CustomResource object) {
    if (!object.status().text("phase", "").equals(Phase.RUNNING.toString())) {
      return "";
    }
    Fields progress = object.status().object("progress");
    List<String> parts = new ArrayList<>();
    progress
        .text("phase")
        .or(() -> progress.text("currentPhase"))
        .ifPresent(phase -> parts.add(phase.toLowerCase(Locale.ROOT)));
    if (progress.has("percentage")) {
      parts.add(progress.number("percentage", 0) + " %");
    }
    if (progress.number("bytes", 0) > 0) {
      parts.add(Amounts.bytes(progress.number("bytes", 0)));
    }
    long tables = progress.number("tablesDone", progress.number("tablesRestored", -1));
    if (tables >= 0) {
      parts.add(
          tables
              + (progress.has("tablesTotal")
                  ? " of " + progress.number("tablesTotal", 0) + " tables"
                  : " tables"));
    }
    return String.join(", ", parts);
  }
}
