package io.dbprovision.core.cli;

import java.io.PrintWriter;

/** What a doctor writes down. For one thread. */
final class Checkup {
  private final Table table = new Table("CHECK", "RESULT", "WHAT TO DO");
  private boolean healthy = true;

  void good(String check, String result) {
    table.row(check, result.isEmpty() ? "ok" : "ok: " + result, "");
  }

  /** Works, and could be better. */
  void odd(String check, String result, String remedy) {
    table.row(check, "warning: " + result, remedy);
  }

  void bad(String check, String result, String remedy) {
    healthy = false;
    table.row(check, result, remedy);
  }

  boolean healthy() {
    return healthy;
  }

  void print(PrintWriter out) {
    table.print(out);
    out.flush();
  }
}
