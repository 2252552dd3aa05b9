package io.dbprovision.mysql.dumpfile;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code CREATE} statement, and how to make it one that another login can run in another
 * database: texts are never touched.
 */
public final class Creation {
  private static final Set<String> ROUTINES = Set.of("PROCEDURE", "FUNCTION", "PACKAGE", "LIBRARY");
  private static final Set<String> SORTS =
      Set.of(
          "VIEW",
          "TRIGGER",
          "EVENT",
          "TABLE",
          "SEQUENCE",
          "INDEX",
          "DATABASE",
          "SCHEMA",
          "USER",
          "ROLE");

  private final byte[] statement;
  private final Code code;
  private final Rewriter rewriter = new Rewriter();
  private final boolean anonymous;
  private final int sort;
  private String definer = "";

  private Creation(byte[] statement, Code code, boolean anonymous) {
    this.statement = statement;
    this.code = code;
    this.anonymous = anonymous;
    this.sort = find();
  }

  static Creation of(byte[] statement, Code code) {
    return new Creation(statement, code, true);
  }

  /**
   * What a server shows of one thing, without its definer and the name of its database, so that it
   * is made in the current one and by whom it is made.
   *
   * @param database whose name is taken out before a point; null when only the name of the thing
   *     itself may have one
   */
  public static String portable(String shown, boolean backslashes, @Nullable String database) {
    byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
    Creation creation = of(bytes, Code.of(bytes, backslashes));
    if (database == null) {
      creation.unqualify();
    } else {
      creation.leaveOut(database);
    }
    return new String(creation.text(), StandardCharsets.UTF_8);
  }

  /** An event that was kept from running only until it is in its place. */
  public static String awake(String shown, boolean backslashes) {
    byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
    Creation creation = of(bytes, Code.of(bytes, backslashes));
    creation.unqualify();
    if (creation.waits()) {
      creation.state("ENABLE");
    }
    return new String(creation.text(), StandardCharsets.UTF_8);
  }

  /** A trigger with its definer, and with the name of its database wherever it can stand. */
  public static String qualified(String shown, boolean backslashes, String database) {
    byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
    Creation creation = new Creation(bytes, Code.of(bytes, backslashes), false);
    creation.place('`' + database.replace("`", "``") + "`.");
    return new String(creation.text(), StandardCharsets.UTF_8);
  }

  /** What it makes, such as {@code VIEW}, routines of all sorts as {@code ROUTINE}; else empty. */
  String sort() {
    String word = sort < 0 ? "" : code.word(sort);
    return ROUTINES.contains(word) ? "ROUTINE" : word.equals("SCHEMA") ? "DATABASE" : word;
  }

  /** Who defined it, without quotes; empty when nobody is named. */
  String definer() {
    return definer;
  }

  byte[] text() {
    return rewriter.apply(statement);
  }

  /** Finds the word for what is made, and takes the definer out that stands before it. */
  private int find() {
    for (int i = 1; i < code.size(); i++) {
      if (code.isWord(i, "DEFINER") && code.isSymbol(i + 1, '=')) {
        i = removeDefiner(i);
      } else if (SORTS.contains(code.word(i)) || ROUTINES.contains(code.word(i))) {
        return i;
      } else if (code.isSymbol(i, '(')) {
        return -1;
      }
    }
    return -1;
  }

  /** Its last token. */
  private int removeDefiner(int at) {
    int user = at + 2;
    int end = user;
    if (code.isSymbol(user + 1, '@')) {
      end = user + 2;
    } else if (code.isSymbol(user + 1, '(')) {
      end = user + 2; // CURRENT_USER()
    }
    if (end >= code.size()) {
      return code.size();
    }
    definer = code.plain(user) + (code.isSymbol(user + 1, '@') ? "@" + code.plain(end) : "");
    if (anonymous) {
      rewriter.remove(code.from(at), code.to(end));
    }
    return end;
  }

  /** The database is the current one, whatever it was called. */
  void unqualify() {
    place("");
  }

  /** The name of the thing, and that of a trigger's table, are in that database. */
  private void place(String database) {
    int name = afterConditions(sort + 1);
    int next = place(name, database);
    if (sort().equals("TRIGGER")) {
      for (int i = next; i < code.size(); i++) {
        if (code.isWord(i, "ON")) {
          place(i + 1, database);
          return;
        }
      }
    }
  }

  private int afterConditions(int at) {
    int name = code.isWord(at, "BODY") ? at + 1 : at;
    while (code.isWord(name, "IF") || code.isWord(name, "NOT") || code.isWord(name, "EXISTS")) {
      name++;
    }
    return name;
  }

  /** What stands behind it. */
  private int place(int name, String database) {
    boolean qualified = code.isName(name) && code.isSymbol(name + 1, '.');
    if (qualified) {
      rewriter.remove(code.from(name), code.to(name + 1));
    }
    int own = qualified ? name + 2 : name;
    if (!database.isEmpty() && code.isName(own)) {
      rewriter.replace(code.from(own), code.from(own), database);
    }
    return own + 1;
  }

  private void leaveOut(String database) {
    for (int i = Math.max(1, sort); i + 1 < code.size(); i++) {
      if (!code.isText(i)
          && code.isName(i)
          && code.plain(i).equals(database)
          && code.isSymbol(i + 1, '.')) {
        rewriter.remove(code.from(i), code.to(i + 1));
      }
    }
  }

  /** Whether an event shall run; it says so between its schedule and its work. */
  boolean enabled() {
    int at = stateAt();
    return at < 0 || code.isWord(at, "ENABLE");
  }

  private boolean waits() {
    int at = stateAt();
    return at >= 0 && code.isWord(at, "DISABLE") && code.isWord(at + 1, "ON");
  }

  void state(String words) {
    int at = stateAt();
    if (at >= 0) {
      int end =
          code.isWord(at + 1, "ON")
                  && (code.isWord(at + 2, "SLAVE") || code.isWord(at + 2, "REPLICA"))
              ? at + 2
              : at;
      rewriter.replace(code.from(at), code.to(end), words);
      return;
    }
    for (int i = sort + 1; i < code.size(); i++) {
      if (code.isWord(i, "COMMENT") || code.isWord(i, "DO")) {
        rewriter.replace(code.from(i), code.from(i), words + " ");
        return;
      }
    }
  }

  private int stateAt() {
    for (int i = sort + 2; i < code.size() && !code.isWord(i, "DO"); i++) {
      if (code.isWord(i, "ENABLE") || code.isWord(i, "DISABLE")) {
        return i;
      }
    }
    return -1;
  }
}
