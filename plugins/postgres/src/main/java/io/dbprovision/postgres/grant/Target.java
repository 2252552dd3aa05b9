package io.dbprovision.postgres.grant;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a privilege is asked for on: one object, or all of a sort in a schema. Parts that do not
 * apply are empty.
 *
 * @param name of the object, {@code *} for all of the sort; the creating role of default privileges
 * @param column of the table that {@code name} is
 */
record Target(Sort sort, String database, String schema, String name, String column) {
  static Target database(String name) {
    return new Target(Sort.DATABASE, name, "", name, "");
  }

  static Target schema(String database, String name) {
    return new Target(Sort.SCHEMA, database, name, name, "");
  }

  static Target role(String name) {
    return new Target(Sort.ROLE, "", "", name, "");
  }

  boolean pattern() {
    return sort.listable() && name.equals(Sort.ALL_OF_THEM);
  }

  List<String> parts() {
    return List.of(database, schema, name, column);
  }

  /** How people name it: {@code public.orders}. */
  String object() {
    Stream<String> shown =
        switch (sort) {
          case DATABASE, SCHEMA, ROLE, LARGE_OBJECT -> Stream.of(name);
          case DEFAULT_TABLES, DEFAULT_SEQUENCES, DEFAULT_FUNCTIONS, DEFAULT_TYPES ->
              Stream.of(name, schema, sort.objects());
          case DEFAULT_SCHEMAS -> Stream.of(name, sort.objects());
          default -> Stream.of(schema, name, column);
        };
    return shown.filter(part -> !part.isEmpty()).collect(Collectors.joining("."));
  }

  /** The status path of a difference on it, without its end. */
  String path() {
    return sort == Sort.ROLE ? "roles" : "grants." + sort.title() + "." + object();
  }
}
