package io.dbprovision.mysql.dumpfile;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the rows of a dump as it goes by: exactly those that are in it, at no cost to the server
 * that it comes from. For dumps of our own making; for one thread.
 */
public final class RowCounter {
  private final Map<String, Long> rows = new TreeMap<>();
  private final StatementSplitter splitter =
      new StatementSplitter(
          new StatementSplitter.Listener() {
            @Override
            public void text(byte[] bytes, int from, int to) {
              // its end and its beginning tell enough
            }

            @Override
            public void end(int groups) {
              count(groups);
            }
          });

  public void write(byte[] bytes, int offset, int length) throws IOException {
    splitter.write(bytes, offset, length);
  }

  /** Per table, also those without any. */
  public Map<String, Long> rows() {
    return Map.copyOf(rows);
  }

  private void count(int groups) {
    Code head = splitter.beginning();
    if (head.isWord(0, "INSERT")) {
      int into = head.isWord(1, "IGNORE") ? 2 : 1;
      boolean columns = head.isSymbol(into + 2, '(');
      rows.merge(head.plain(into + 1), (long) groups - (columns ? 1 : 0), Long::sum);
    } else if (head.isWord(0, "CREATE") && head.isWord(1, "TABLE")) {
      rows.putIfAbsent(head.plain(2), 0L);
    } else if (head.isWord(0, "DROP") && head.isWord(1, "TABLE")) {
      rows.remove(head.plain(head.isWord(2, "IF") ? 4 : 2)); // a view's place-holder was one
    }
  }
}
