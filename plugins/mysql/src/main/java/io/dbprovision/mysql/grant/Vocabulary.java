package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.connect.ServerFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which privileges there are at which level, and so what ALL means. Immutable. */
final class Vocabulary {
  private static final Set<String> ALL = Set.of("ALL", "ALL PRIVILEGES");

  private static final List<String> COLUMN = List.of("SELECT", "INSERT", "UPDATE", "REFERENCES");
  private static final List<String> TABLE =
      List.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "CREATE",
          "DROP",
          "REFERENCES",
          "INDEX",
          "ALTER",
          "CREATE VIEW",
          "SHOW VIEW",
          "TRIGGER");
  private static final List<String> ROUTINE = List.of("EXECUTE", "ALTER ROUTINE");
  private static final List<String> DATABASE_ONLY =
      List.of(
          "CREATE TEMPORARY TABLES",
          "LOCK TABLES",
          "CREATE ROUTINE",
          "ALTER ROUTINE",
          "EXECUTE",
          "EVENT");
  private static final List<String> MYSQL_GLOBAL =
      List.of(
          "RELOAD",
          "SHUTDOWN",
          "PROCESS",
          "FILE",
          "SHOW DATABASES",
          "SUPER",
          "REPLICATION SLAVE",
          "REPLICATION CLIENT",
          "CREATE USER",
          "CREATE TABLESPACE",
          "CREATE ROLE",
          "DROP ROLE");

  /** MariaDB's names of today for those of old, which it still takes. */
  private static final Map<String, String> MARIADB_NAMES =
      Map.of(
          "REPLICATION CLIENT", "BINLOG MONITOR",
          "REPLICA MONITOR", "SLAVE MONITOR",
          "REPLICATION REPLICA", "REPLICATION SLAVE",
          "REPLICATION REPLICA ADMIN", "REPLICATION SLAVE ADMIN",
          "READ ONLY ADMIN", "READ_ONLY ADMIN",
          "DELETE VERSIONING ROWS", "DELETE HISTORY");

  private final Map<Level, Set<String>> known;
  private final boolean mariadb;
  private final boolean anywhere;

  private Vocabulary(Map<Level, Set<String>> known, boolean mariadb, boolean anywhere) {
    this.known = new EnumMap<>(known);
    this.mariadb = mariadb;
    this.anywhere = anywhere;
  }

  /** Of both products in all versions: for checks that are made without a server. */
  static Vocabulary anywhere() {
    Map<Level, Set<String>> known = new EnumMap<>(Level.class);
    mysql(List.of()).forEach((level, words) -> add(known, level, words));
    mariadb(true).forEach((level, words) -> add(known, level, words));
    add(known, Level.GLOBAL, MARIADB_NAMES.keySet());
    return new Vocabulary(known, false, true);
  }

  /**
   * @param dynamic what the server says that it has beside the static ones
   */
  static Vocabulary of(ServerFacts facts, Collection<String> dynamic) {
    return facts.mariadb()
        ? new Vocabulary(mariadb(facts.atLeast(11, 3, 0)), true, false)
        : new Vocabulary(mysql(dynamic), false, false);
  }

  private static Map<Level, Set<String>> mysql(Collection<String> dynamic) {
    Map<Level, Set<String>> known = common();
    add(known, Level.GLOBAL, MYSQL_GLOBAL);
    add(known, Level.GLOBAL, dynamic);
    return known;
  }

  private static Map<Level, Set<String>> mariadb(boolean showsRoutines) {
    Map<Level, Set<String>> known = common();
    for (Level level : List.of(Level.TABLE, Level.DATABASE)) {
      add(known, level, List.of("DELETE HISTORY"));
    }
    List<String> global = new ArrayList<>(MariaDbBits.NAMES);
    if (showsRoutines) {
      for (Level level : List.of(Level.DATABASE, Level.PROCEDURE, Level.FUNCTION)) {
        add(known, level, List.of(MariaDbBits.SHOWS_ROUTINES));
      }
    } else {
      global.remove(MariaDbBits.SHOWS_ROUTINES);
    }
    global.remove(Right.GRANT_OPTION);
    add(known, Level.GLOBAL, global);
    return known;
  }

  private static Map<Level, Set<String>> common() {
    Map<Level, Set<String>> known = new EnumMap<>(Level.class);
    add(known, Level.COLUMN, COLUMN);
    add(known, Level.TABLE, TABLE);
    add(known, Level.PROCEDURE, ROUTINE);
    add(known, Level.FUNCTION, ROUTINE);
    for (Level level : List.of(Level.DATABASE, Level.GLOBAL)) {
      add(known, level, TABLE);
      add(known, level, DATABASE_ONLY);
    }
    return known;
  }

  private static void add(Map<Level, Set<String>> known, Level level, Collection<String> words) {
    known.computeIfAbsent(level, key -> new LinkedHashSet<>()).addAll(words);
  }

  static boolean isAll(String word) {
    return ALL.contains(word);
  }

  /** What ALL means there: everything but the grant option. */
  Set<String> all(Level level) {
    return known.getOrDefault(level, Set.of());
  }

  boolean has(Level level, String privilege) {
    return all(level).contains(privilege)
        || (anywhere && level == Level.GLOBAL && privilege.indexOf('_') > 0);
  }

  /** Whether some server has it there. */
  static boolean exists(Level level, String privilege) {
    return anywhere().has(level, privilege);
  }

  /** The one name that this server's tables have for it. */
  String canonical(String word) {
    String trimmed = word.strip().toUpperCase(Locale.ROOT);
    return mariadb ? MARIADB_NAMES.getOrDefault(trimmed, trimmed) : trimmed;
  }

  /** Those that have a grant option of their own. */
  boolean dynamic(String privilege) {
    return !mariadb && privilege.indexOf('_') > 0;
  }
}
