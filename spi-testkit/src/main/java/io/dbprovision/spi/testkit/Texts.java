package io.dbprovision.spi.testkit;

import io.dbprovision.spi.Change;
import io.dbprovision.spi.Plan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;

/** Everything an engine says, to look for what it must not say. */
final class Texts {
  private Texts() {}

  static String of(Plan plan) {
    return plan.changes().stream().map(Texts::of).collect(Collectors.joining("\n"))
        + plan.facts()
        + plan.sectionFacts();
  }

  static String of(Change change) {
    return String.join(
        "\n",
        change.id().value(),
        change.path(),
        change.expected(),
        change.actual(),
        change.summary(),
        change.fingerprint(),
        change.toString());
  }

  /** Messages and stack traces, causes included: a log prints them all. */
  static String of(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
