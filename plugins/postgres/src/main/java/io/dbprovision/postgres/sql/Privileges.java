package io.dbprovision.postgres.sql;

import static io.dbprovision.postgres.sql.Privilege.CONNECT;
import static io.dbprovision.postgres.sql.Privilege.CREATE;
import static io.dbprovision.postgres.sql.Privilege.EXECUTE;
import static io.dbprovision.postgres.sql.Privilege.INSERT;
import static io.dbprovision.postgres.sql.Privilege.MAINTAIN;
import static io.dbprovision.postgres.sql.Privilege.MEMBER;
import static io.dbprovision.postgres.sql.Privilege.REFERENCES;
import static io.dbprovision.postgres.sql.Privilege.SELECT;
import static io.dbprovision.postgres.sql.Privilege.TEMPORARY;
import static io.dbprovision.postgres.sql.Privilege.UPDATE;
import static io.dbprovision.postgres.sql.Privilege.USAGE;

import java.util.EnumSet;
import java.util.Set;

/** Which privileges can be held on what; on what is created later, the same. */
public enum Privileges {
  ON_DATABASE,
  ON_SCHEMA,
  ON_TABLE,
  ON_COLUMN,
  ON_SEQUENCE,
  /** Functions and procedures. */
  ON_ROUTINE,
  ON_TYPE,
  ON_LARGE_OBJECT,
  ON_ROLE;

  /** By some version of the server; in the order of the constants. */
  public Set<Privilege> known() {
    return all();
  }

  /** By that major version of the server, which is what ALL means there. */
  public Set<Privilege> in(int major) {
    EnumSet<Privilege> held = all();
    if (!Since.MAINTAIN.in(major)) {
      held.remove(MAINTAIN);
    }
    return held;
  }

  private EnumSet<Privilege> all() {
    return switch (this) {
      case ON_DATABASE -> EnumSet.of(CONNECT, CREATE, TEMPORARY);
      case ON_SCHEMA -> EnumSet.of(USAGE, CREATE);
      case ON_TABLE -> EnumSet.range(SELECT, MAINTAIN);
      case ON_COLUMN -> EnumSet.of(SELECT, INSERT, UPDATE, REFERENCES);
      case ON_SEQUENCE -> EnumSet.of(USAGE, SELECT, UPDATE);
      case ON_ROUTINE -> EnumSet.of(EXECUTE);
      case ON_TYPE -> EnumSet.of(USAGE);
      case ON_LARGE_OBJECT -> EnumSet.of(SELECT, UPDATE);
      case ON_ROLE -> EnumSet.of(MEMBER);
    };
  }
}
