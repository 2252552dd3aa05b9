package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.postgres.sql.Privileges;
import java.util.Locale;
import java.util.Set;

/**
 * Sorts of things that privileges are held on. Their order is the order of removals: what is taken
 * from a table is taken from its columns, too, so tables come first.
 */
enum Sort {
  SCHEMA,
  TABLE,
  COLUMN,
  SEQUENCE,
  FUNCTION,
  PROCEDURE,
  /** Functions and procedures: only ever asked for, never found. */
  ROUTINE,
  TYPE,
  LARGE_OBJECT,
  DEFAULT_TABLES,
  DEFAULT_SEQUENCES,
  DEFAULT_FUNCTIONS,
  DEFAULT_TYPES,
  DEFAULT_SCHEMAS,
  DATABASE,
  ROLE;

  /** What {@code *} in a manifest means, on the sorts that know patterns. */
  static final String ALL_OF_THEM = "*";

  private static final String DEFAULT = "DEFAULT_";

  /** What can be held on it by that version of the server, which is what ALL means there. */
  Set<Privilege> privileges(int major) {
    return table().in(major);
  }

  /** Whether it can be held on some version. */
  boolean fits(Privilege privilege) {
    return table().known().contains(privilege);
  }

  private Privileges table() {
    return switch (this) {
      case SCHEMA, DEFAULT_SCHEMAS -> Privileges.ON_SCHEMA;
      case TABLE, DEFAULT_TABLES -> Privileges.ON_TABLE;
      case COLUMN -> Privileges.ON_COLUMN;
      case SEQUENCE, DEFAULT_SEQUENCES -> Privileges.ON_SEQUENCE;
      case FUNCTION, PROCEDURE, ROUTINE, DEFAULT_FUNCTIONS -> Privileges.ON_ROUTINE;
      case TYPE, DEFAULT_TYPES -> Privileges.ON_TYPE;
      case LARGE_OBJECT -> Privileges.ON_LARGE_OBJECT;
      case DATABASE -> Privileges.ON_DATABASE;
      case ROLE -> Privileges.ON_ROLE;
    };
  }

  boolean isDefault() {
    return name().startsWith(DEFAULT);
  }

  /** Whether a name may be a pattern. */
  boolean listable() {
    return switch (this) {
      case TABLE, SEQUENCE, FUNCTION, PROCEDURE, ROUTINE, TYPE -> true;
      default -> false;
    };
  }

  /** Whether it is seen from inside its database only. */
  boolean inside() {
    return this != DATABASE && this != ROLE;
  }

  /** Whether the schema must be there for it to be there. */
  boolean inSchema() {
    return inside() && this != LARGE_OBJECT && this != DEFAULT_SCHEMAS;
  }

  /** Camel case, as in status paths: {@code largeObject}. */
  String title() {
    if (isDefault()) {
      return "defaultPrivileges";
    }
    return this == LARGE_OBJECT ? "largeObject" : name().toLowerCase(Locale.ROOT);
  }

  /** The objects that default privileges are about, in the manifest's words. */
  String objects() {
    return name().substring(DEFAULT.length()).toLowerCase(Locale.ROOT);
  }
}
