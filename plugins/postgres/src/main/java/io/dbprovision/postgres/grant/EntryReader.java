package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry of {@code grants}: which privileges on what, with the field that says so. Says
 * what is wrong with it and leaves that out.
 */
final class EntryReader {
  private static final int LAST_OID_DIGITS = 10;
  private static final long LAST_OID = 0xFFFF_FFFFL;

  private final Words words;
  private final Problems problems;
  private final Asked asked;
  private final String path;
  private final GrantEntry entry;
  private final String database;

  private EntryReader(
      Words words, Problems problems, Asked asked, String path, GrantEntry entry, String database) {
    this.words = words;
    this.problems = problems;
    this.asked = asked;
    this.path = path;
    this.entry = entry;
    this.database = database;
  }

  /**
   * @param home the database that an entry without one means
   */
  static void read(
      String path, GrantEntry entry, String home, int major, Problems problems, Asked asked) {
    String database = blank(entry.database()) ? home : Objects.requireNonNull(entry.database());
    Words words = new Words(path, entry.privileges(), major, problems);
    new EntryReader(words, problems, asked, path, entry, database).read();
  }

  static boolean blank(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  private void read() {
    if (!name("database", database)) {
      return;
    }
    Map<Sort, List<String>> lists = lists();
    boolean large = !entry.largeObjects().isEmpty();
    if (blank(entry.schema())) {
      withoutSchema(lists, large);
      return;
    }
    if (!schema(path + ".schema", Objects.requireNonNull(entry.schema()), problems)) {
      return;
    }
    if (lists.isEmpty() && !large && entry.columns().isEmpty()) {
      wholeSchema(entry.schema());
    } else {
      listed(entry.schema(), lists);
      large();
    }
  }

  private Map<Sort, List<String>> lists() {
    Map<Sort, List<String>> lists = new LinkedHashMap<>();
    lists.put(Sort.TABLE, entry.tables());
    lists.put(Sort.SEQUENCE, entry.sequences());
    lists.put(Sort.FUNCTION, entry.functions());
    lists.put(Sort.PROCEDURE, entry.procedures());
    lists.put(Sort.ROUTINE, entry.routines());
    lists.put(Sort.TYPE, entry.types());
    lists.values().removeIf(List::isEmpty);
    return lists;
  }

  private void withoutSchema(Map<Sort, List<String>> lists, boolean large) {
    if (!lists.isEmpty() || !entry.columns().isEmpty()) {
      problems.add(
          ErrorKind.INVALID, path + ".schema", "must say in which schema the listed objects are");
    } else if (large) {
      large();
    } else {
      add(Target.database(database), words.on(Sort.DATABASE), path + ".database");
    }
  }

  /** To use what is in a schema takes USAGE of the schema. */
  private void wholeSchema(String schema) {
    String field = path + ".schema";
    Target itself = Target.schema(database, schema);
    add(itself, words.onEither(Sort.SCHEMA, Sort.TABLE), field);
    asked.add(new Wish(new GrantClaim(itself, Privilege.USAGE, false), field, path));
    add(
        new Target(Sort.TABLE, database, schema, Sort.ALL_OF_THEM, ""),
        words.onEither(Sort.TABLE, Sort.SCHEMA),
        field);
  }

  private void listed(String schema, Map<Sort, List<String>> lists) {
    if (!entry.columns().isEmpty()) {
      columns(schema, lists);
      return;
    }
    lists.forEach(
        (sort, names) -> {
          List<Privilege> privileges = words.on(sort);
          for (int i = 0; i < names.size(); i++) {
            String field = path + "." + plural(sort) + "[" + i + "]";
            if (fits(field, names.get(i), sort)) {
              add(new Target(sort, database, schema, names.get(i), ""), privileges, field);
            }
          }
        });
  }

  private void columns(String schema, Map<Sort, List<String>> lists) {
    if (lists.size() != 1
        || entry.tables().isEmpty()
        || entry.tables().contains(Sort.ALL_OF_THEM)
        || !entry.largeObjects().isEmpty()) {
      problems.add(
          ErrorKind.INVALID,
          path + ".columns",
          "need tables that are listed by name, and only those");
      return;
    }
    List<Privilege> privileges = words.on(Sort.COLUMN);
    for (int t = 0; t < entry.tables().size(); t++) {
      if (!name("tables[" + t + "]", entry.tables().get(t))) {
        continue;
      }
      for (int c = 0; c < entry.columns().size(); c++) {
        if (name("columns[" + c + "]", entry.columns().get(c))) {
          add(
              new Target(
                  Sort.COLUMN, database, schema, entry.tables().get(t), entry.columns().get(c)),
              privileges,
              path + ".columns[" + c + "]");
        }
      }
    }
  }

  private void large() {
    if (entry.largeObjects().isEmpty()) {
      return;
    }
    List<Privilege> privileges = words.on(Sort.LARGE_OBJECT);
    for (int i = 0; i < entry.largeObjects().size(); i++) {
      String number = entry.largeObjects().get(i).strip();
      String field = path + ".largeObjects[" + i + "]";
      if (!number.matches("[1-9][0-9]{0," + (LAST_OID_DIGITS - 1) + "}")
          || Long.parseLong(number) > LAST_OID) {
        problems.add(ErrorKind.INVALID, field, "must be the number of a large object");
      } else {
        add(new Target(Sort.LARGE_OBJECT, database, "", number, ""), privileges, field);
      }
    }
  }

  private void add(Target target, List<Privilege> privileges, String field) {
    for (Privilege privilege : privileges) {
      asked.add(new Wish(new GrantClaim(target, privilege, false), field, path));
      if (entry.withGrantOption()) {
        asked.add(new Wish(new GrantClaim(target, privilege, true), field, path));
      }
    }
  }

  private boolean name(String key, String name) {
    return name(path + "." + key, name, problems);
  }

  /** A routine may be followed by its argument types, which have no limit. */
  private boolean fits(String field, String name, Sort sort) {
    boolean routine = sort == Sort.FUNCTION || sort == Sort.PROCEDURE || sort == Sort.ROUTINE;
    int arguments = name.lastIndexOf('(');
    return name(field, routine && arguments > 0 ? name.substring(0, arguments) : name, problems);
  }

  static boolean name(String field, String name, Problems problems) {
    try {
      Names.checkFits(field, name);
      return true;
    } catch (EngineException e) {
      problems.add(e.kind(), field, "must be a name of 1 to 63 bytes without the character NUL");
      return false;
    }
  }

  /** The server's own schemas are nobody's to give. */
  static boolean schema(String field, String schema, Problems problems) {
    if (!name(field, schema, problems)) {
      return false;
    }
    if (schema.startsWith("pg_") || schema.equals("information_schema")) {
      problems.add(
          ErrorKind.PERMISSION, field, "\"" + schema + "\" is one of the server's own schemas");
      return false;
    }
    return true;
  }

  private static String plural(Sort sort) {
    return sort.title() + "s";
  }
}
