package io.dbprovision.mysql.dumpfile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Takes parts out of a statement and puts others in; the rest stays byte for byte. */
final class Rewriter {
  private record Change(int from, int to, String text) {}

  private final List<Change> changes = new ArrayList<>();

  void remove(int from, int to) {
    replace(from, to, "");
  }

  void replace(int from, int to, String text) {
    changes.add(new Change(from, to, text));
  }

  byte[] apply(byte[] statement) {
    changes.sort(Comparator.comparingInt(Change::from));
    ByteArrayOutputStream made = new ByteArrayOutputStream(statement.length + 64);
    int at = 0;
    for (Change change : changes) {
      made.write(statement, at, change.from() - at);
      made.writeBytes(change.text().getBytes(StandardCharsets.UTF_8));
      at = change.to();
    }
    made.write(statement, at, statement.length - at);
    return made.toByteArray();
  }
}
