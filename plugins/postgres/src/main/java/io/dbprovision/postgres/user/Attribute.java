package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.Risk;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The yes-or-no attributes of a role: how the manifest, the drift report and SQL call them. */
public enum Attribute {
  SUPERUSER(
      "superuser", "superuser", SqlText.of("SUPERUSER"), SqlText.of("NOSUPERUSER"), Default.OFF) {
    @Override
    Risk risk() {
      return Risk.DESTRUCTIVE;
    }
  },
  CREATEDB("createDB", "createdb", SqlText.of("CREATEDB"), SqlText.of("NOCREATEDB"), Default.OFF),
  CREATEROLE(
      "createRole",
      "createrole",
      SqlText.of("CREATEROLE"),
      SqlText.of("NOCREATEROLE"),
      Default.OFF),
  INHERIT("inherit", "inherit", SqlText.of("INHERIT"), SqlText.of("NOINHERIT"), Default.ON),
  LOGIN("login", "login", SqlText.of("LOGIN"), SqlText.of("NOLOGIN"), Default.ON),
  REPLICATION(
      "replication",
      "replication",
      SqlText.of("REPLICATION"),
      SqlText.of("NOREPLICATION"),
      Default.OFF),
  BYPASSRLS(
      "bypassRLS", "bypassrls", SqlText.of("BYPASSRLS"), SqlText.of("NOBYPASSRLS"), Default.OFF);

  private enum Default {
    ON,
    OFF
  }

  private final String field;
  private final String path;
  private final SqlText on;
  private final SqlText off;
  private final Default usual;

  Attribute(String field, String path, SqlText on, SqlText off, Default usual) {
    this.field = field;
    this.path = path;
    this.on = on;
    this.off = off;
    this.usual = usual;
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

  /** What CREATE ROLE gives when it is not told; LOGIN is the one exception to our own default. */
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

  boolean wanted(UserOptions options) {
    Boolean value = reader().apply(options);
    return value == null ? usual == Default.ON : value;
  }

  private Function<UserOptions, @Nullable Boolean> reader() {
    return switch (this) {
      case SUPERUSER -> UserOptions::superuser;
      case CREATEDB -> UserOptions::createDB;
      case CREATEROLE -> UserOptions::createRole;
      case INHERIT -> UserOptions::inherit;
      case LOGIN -> UserOptions::login;
      case REPLICATION -> UserOptions::replication;
      case BYPASSRLS -> UserOptions::bypassRLS;
    };
  }
}
