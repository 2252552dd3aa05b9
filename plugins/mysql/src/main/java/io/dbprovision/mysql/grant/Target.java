package io.dbprovision.mysql.grant;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What something is given on. Parts that its level does not have are empty.
 *
 * @param name of the table, routine or role; a routine's in lower case, as servers compare them
 * @param column in lower case, as servers compare them
 */
record Target(Level level, String database, String name, String column) {
  static final Comparator<Target> ORDER =
      Comparator.comparing(Target::level)
          .thenComparing(Target::database)
          .thenComparing(Target::name)
          .thenComparing(Target::column);

  static Target global() {
    return new Target(Level.GLOBAL, "", "", "");
  }

  static Target database(String database) {
    return new Target(Level.DATABASE, database, "", "");
  }

  static Target table(String database, String table) {
    return new Target(Level.TABLE, database, table, "");
  }

  static Target column(String database, String table, String column) {
    return new Target(Level.COLUMN, database, table, column.toLowerCase(Locale.ROOT));
  }

  static Target routine(Level level, String database, String name) {
    return new Target(level, database, name.toLowerCase(Locale.ROOT), "");
  }

  static Target role(String name) {
    return new Target(Level.ROLE, "", name, "");
  }

  List<String> parts() {
    return List.of(database, name, column);
  }

  /** Whether it is in that database, or the database itself. */
  boolean within() {
    return level != Level.GLOBAL && level != Level.ROLE;
  }

  /** The table of a column, everything else itself. */
  Target whole() {
    return level == Level.COLUMN ? table(database, name) : this;
  }

  /** As status and drift name it, without suffix. */
  String path() {
    return switch (level) {
      case ROLE -> "roles";
      case GLOBAL -> "grants.*.*";
      case DATABASE -> "grants." + database + ".*";
      case TABLE, COLUMN, PROCEDURE, FUNCTION -> "grants." + database + "." + name;
    };
  }

  /** As sentences name it. */
  String title() {
    return switch (level) {
      case ROLE -> "the role " + name;
      case GLOBAL -> "the whole server";
      case DATABASE -> "the database " + database;
      case COLUMN -> "the column " + database + "." + name + "." + column;
      case TABLE, PROCEDURE, FUNCTION -> "the " + level.word() + " " + database + "." + name;
    };
  }
}
