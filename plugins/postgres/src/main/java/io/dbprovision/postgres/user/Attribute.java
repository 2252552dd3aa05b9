package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.Risk;

/** The yes-or-no attributes of a role: how the manifest, the drift report and SQL call them. */
public enum Attribute {
  SUPERUSER("superuser", "superuser", SqlText.of("SUPERUSER"), SqlText.of("NOSUPERUSER")) {
    @Override
    Risk risk() {
      return Risk.DESTRUCTIVE;
    }
  },
  CREATEDB("createDB", "createdb", SqlText.of("CREATEDB"), SqlText.of("NOCREATEDB")),
  CREATEROLE("createRole", "createrole", SqlText.of("CREATEROLE"), SqlText.of("NOCREATEROLE")),
  INHERIT("inherit", "inherit", SqlText.of("INHERIT"), SqlText.of("NOINHERIT")),
  LOGIN("login", "login", SqlText.of("LOGIN"), SqlText.of("NOLOGIN")),
  REPLICATION("replication", "replication", SqlText.of("REPLICATION"), SqlText.of("NOREPLICATION")),
  BYPASSRLS("bypassRLS", "bypassrls", SqlText.of("BYPASSRLS"), SqlText.of("NOBYPASSRLS"));

  private final String field;
  private final String path;
  private final SqlText on;
  private final SqlText off;

  Attribute(String field, String path, SqlText on, SqlText off) {
    this.field = field;
    this.path = path;
    this.on = on;
    this.off = off;
  }

  String field() {
    return field;
  }

  String path() {
    return path;
  }

  SqlText clause(boolean value) {
    return value ? on : off;
  }

  /** What CREATE ROLE gives when it is not told. */
  boolean serverDefault() {
    return this == INHERIT;
  }

  Risk risk() {
    return Risk.SAFE;
  }

  /** Reaches beyond the tenant, so that the instance must allow it. */
  boolean elevated() {
    return this == SUPERUSER || this == REPLICATION || this == BYPASSRLS || this == CREATEROLE;
  }
}
