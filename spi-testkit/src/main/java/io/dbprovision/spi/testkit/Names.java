package io.dbprovision.spi.testkit;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Names for server objects: fresh ones, and ones that break careless engines. */
final class Names {
  // the suites of several runs share one server: the start time keeps their names apart
  private final String run = Long.toString(System.nanoTime() & 0xFFFFFFFFFL, 36);
  private final AtomicLong count = new AtomicLong();

  /** At most 24 characters: lower-case letters and digits, valid everywhere. */
  String fresh() {
    return "tck" + run + "n" + count.incrementAndGet();
  }

  /** Each is unlike all others; some are valid names, some are not. */
  List<String> hostile() {
    String fresh = fresh();
    return List.of(
        "",
        fresh + "'; DROP DATABASE x; --",
        fresh + "\"; DROP ROLE x; --",
        fresh + "`; DROP USER x; --",
        fresh + "\\",
        fresh + "\\' OR 1=1",
        fresh + "''",
        fresh + "\"\"",
        fresh + "a_b",
        fresh + "a%b",
        fresh + "$$x$$",
        fresh + "{0}",
        fresh + "?",
        fresh + ":name",
        fresh + " with spaces ",
        " " + fresh,
        fresh + "MixedCase",
        fresh + "line\nbreak",
        fresh + "tab\t",
        fresh + "nul\0",
        fresh + "/../x",
        fresh + "ünïcödé",
        fresh + "\uD83D\uDE00",
        fresh + "@localhost",
        "-" + fresh,
        "1" + fresh,
        "select",
        fresh + "x".repeat(300));
  }
}
