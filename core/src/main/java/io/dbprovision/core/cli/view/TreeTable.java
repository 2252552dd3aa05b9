package io.dbprovision.core.cli.view;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Shows objects as a tree with columns beside it. For one thread. */
public final class TreeTable {
  /** Further backups that are well are only counted. */
  private static final int BACKUPS = 3;

  private static final int NARROW = 100;

  private record Row(String title, State state, String age, String details) {}

  private final List<Row> rows = new ArrayList<>();
  private final Instant now;
  private final boolean all;
  private final boolean wide;

  /**
   * @param all every backup, however many there are
   * @param wide messages as long as they are
   */
  public TreeTable(Instant now, boolean all, boolean wide) {
    this.now = now;
    this.all = all;
    this.wide = wide;
  }

  public void add(Collection<Node> roots) {
    roots.forEach(root -> add(root, "", "", title(root.key(), "")));
  }

  private void add(Node node, String prefix, String below, String title) {
    State state = node.state();
    String details =
        state.message().isEmpty()
            ? node.object().map(object -> Facts.of(object, now)).orElse("")
            : state.message();
    rows.add(
        new Row(
            prefix + title,
            state,
            node.object().map(object -> Amounts.age(object.metadata().created(), now)).orElse("-"),
            wide ? Plain.line(details) : Plain.line(details, NARROW)));
    List<Node> shown = new ArrayList<>();
    int backups = 0;
    int folded = 0;
    for (Node child : node.children()) {
      boolean plain =
          child.key().kind().equals(CustomKind.BACKUP)
              && child.state().health() == Health.GOOD
              && child.children().isEmpty();
      if (!all && plain && ++backups > BACKUPS) {
        folded++;
      } else {
        shown.add(child);
      }
    }
    for (int i = 0; i < shown.size(); i++) {
      boolean last = i == shown.size() - 1 && folded == 0;
      Node child = shown.get(i);
      add(
          child,
          below + (last ? "└─ " : "├─ "),
          below + (last ? "   " : "│  "),
          title(child.key(), node.key().namespace()));
    }
    if (folded > 0) {
      String more = folded == 1 ? "1 more backup" : folded + " more backups";
      rows.add(
          new Row(
              below + "└─ … " + more,
              new State(Health.GOOD, "True", "", "", null),
              "",
              "--all shows them"));
    }
  }

  /** With the namespace where it is not that of what it belongs to. */
  private static String title(ResourceKey key, String home) {
    return key.kind() + " " + (key.namespace().equals(home) ? key.name() : key.path());
  }

  public void print(PrintWriter out, boolean colours) {
    int title = width("OBJECT", rows.stream().map(Row::title).toList());
    int ready = width("READY", rows.stream().map(row -> row.state().ready()).toList());
    int reason = width("REASON", rows.stream().map(row -> row.state().reason()).toList());
    int age = width("AGE", rows.stream().map(Row::age).toList());
    String format = "%-" + title + "s   %-" + ready + "s   %-" + reason + "s   %-" + age + "s   %s";
    out.println(format.formatted("OBJECT", "READY", "REASON", "AGE", "DETAILS").stripTrailing());
    for (Row row : rows) {
      State state = row.state();
      String line = format.formatted(row.title(), "\0", state.reason(), row.age(), row.details());
      // the colour's own characters have no width
      String word = ("%-" + ready + "s").formatted(state.ready());
      String painted = colours ? state.health().painted(word) : word;
      out.println(line.replace(("%-" + ready + "s").formatted("\0"), painted).stripTrailing());
    }
  }

  private static int width(String header, List<String> cells) {
    return cells.stream().mapToInt(String::length).reduce(header.length(), Math::max);
  }
}
