package io.dbprovision.mysql.dumpfile;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What of a dump another database under another login can take. Rows and tables go as they are; a
 * view, routine, trigger or event loses its definer, because nobody but an administrator may name
 * another one; an event is kept from running. For one thread.
 */
public final class StatementRules {
  private static final byte[] NOTHING = new byte[0];
  private static final Set<String> OF_SERVER =
      Set.of("GLOBAL", "PERSIST", "PERSIST_ONLY", "SQL_LOG_BIN", "GTID_PURGED");

  /** The dump program keeps the setting of SQL_LOG_BIN in a variable of that name. */
  private static final String KEPT_LOG = "MYSQLDUMP_TEMP_LOG_BIN";

  private final Wanted wanted;
  private final Set<String> definers = new TreeSet<>();
  private final Set<String> databases = new LinkedHashSet<>();
  private final Set<String> left = new TreeSet<>();
  private final AtomicInteger tables = new AtomicInteger();

  /**
   * What to take.
   *
   * @param database that is filled
   * @param waiting how an event is made that shall run, but not yet
   * @param keysChecked whether foreign keys are to be checked with every row
   */
  public record Wanted(
      String database,
      boolean routines,
      boolean triggers,
      boolean events,
      boolean keysChecked,
      String waiting) {}

  public StatementRules(Wanted wanted) {
    this.wanted = wanted;
  }

  /** Whose name was taken out, sorted. */
  public Set<String> definers() {
    return Set.copyOf(definers);
  }

  /** What was left out, in the words of sentences. */
  public Set<String> leftOut() {
    return Set.copyOf(left);
  }

  /** Databases that the dump changes to; more than one is more than fits. */
  Set<String> databases() {
    return databases;
  }

  /** Tables that were begun so far; from any thread. */
  public int tables() {
    return tables.get();
  }

  /** What to send for it; empty for nothing. */
  byte[] judge(byte[] statement, Code code) {
    return switch (code.word(0)) {
      case "CREATE" -> creation(statement, Creation.of(statement, code));
      case "SET" -> setting(statement, code);
      case "USE" -> {
        databases.add(code.size() > 1 ? code.plain(1) : "");
        yield NOTHING;
      }
      case "DROP", "ALTER" -> existing(statement, code);
      default -> statement;
    };
  }

  private byte[] creation(byte[] statement, Creation creation) {
    return switch (creation.sort()) {
      case "DATABASE" -> NOTHING;
      case "USER", "ROLE" -> leave("accounts");
      case "TABLE" -> {
        tables.incrementAndGet();
        yield statement;
      }
      case "VIEW" -> adapted(creation);
      case "ROUTINE" -> wanted.routines() ? adapted(creation) : leave("routines");
      case "TRIGGER" -> wanted.triggers() ? adapted(creation) : leave("triggers");
      case "EVENT" -> {
        creation.state(creation.enabled() ? wanted.waiting() : "DISABLE");
        yield wanted.events() ? adapted(creation) : leave("events");
      }
      default -> statement;
    };
  }

  private byte[] adapted(Creation creation) {
    if (!creation.definer().isEmpty()) {
      definers.add(creation.definer());
    }
    creation.unqualify();
    return creation.text();
  }

  private byte[] leave(String what) {
    left.add(what);
    return NOTHING;
  }

  private byte[] setting(byte[] statement, Code code) {
    for (int i = 1; i < code.size(); i++) {
      String word = code.word(i).toUpperCase(Locale.ROOT);
      boolean keys = wanted.keysChecked() && word.equals("FOREIGN_KEY_CHECKS");
      if (OF_SERVER.contains(word) || word.equals(KEPT_LOG) || keys) {
        return NOTHING;
      }
    }
    return statement;
  }

  /** Around a routine the dump sets the defaults of its own database. */
  private byte[] existing(byte[] statement, Code code) {
    if (!code.isWord(1, "DATABASE") && !code.isWord(1, "SCHEMA")) {
      return statement;
    }
    if (code.isWord(0, "DROP")) {
      return NOTHING;
    }
    if (code.isWord(2, "CHARACTER") || code.isWord(2, "COLLATE") || code.isWord(2, "DEFAULT")) {
      return statement;
    }
    Rewriter rewriter = new Rewriter();
    rewriter.replace(code.from(2), code.to(2), '`' + wanted.database().replace("`", "``") + '`');
    return rewriter.apply(statement);
  }
}
