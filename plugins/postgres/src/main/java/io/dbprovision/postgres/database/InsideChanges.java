package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.database.DatabaseOptions.Extension;
import io.dbprovision.postgres.database.DatabaseOptions.Schema;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.List;

/** What differs within a database: schemas first, because extensions may want to live in one. */
final class InsideChanges {
  private static final PgDialect PG = PgDialect.PG;

  private final Wanted wanted;
  private final Inside current;
  private final Roles roles;
  private final String owner;
  private final List<PgChange> changes = new ArrayList<>();

  private InsideChanges(Wanted wanted, Inside current, Roles roles, String owner) {
    this.wanted = wanted;
    this.current = current;
    this.roles = roles;
    this.owner = owner;
  }

  /**
   * @param owner who owns the database
   */
  static List<PgChange> of(Wanted wanted, Inside current, Roles roles, String owner) {
    InsideChanges found = new InsideChanges(wanted, current, roles, owner);
    for (int i = 0; i < wanted.options().schemas().size(); i++) {
      found.schema(i, wanted.options().schemas().get(i));
    }
    for (int i = 0; i < wanted.options().extensions().size(); i++) {
      found.extension(i, wanted.options().extensions().get(i));
    }
    return found.changes;
  }

  private Action inside(List<SqlText> statements) {
    return new Action.Inside(wanted.name(), statements);
  }

  private void schema(int index, Schema schema) {
    String field = wanted.field("schemas[" + index + "]");
    String want = schema.owner() == null || schema.owner().isEmpty() ? owner : schema.owner();
    String is = current.schemas().get(schema.name());
    SqlText name = PG.identifier(schema.name());
    SqlText give = SqlText.of("ALTER SCHEMA {} OWNER TO {}", name, PG.identifier(want));
    if (is == null) {
      SqlText create =
          SqlText.of("CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}", name, PG.identifier(want));
      changes.add(
          PgChange.of(wanted.subject(), "schemas.missing")
              .id("schemas.missing:" + schema.name())
              .field(field)
              .values(schema.name(), "")
              .cause(Cause.ABSENT)
              .build(
                  "create the schema " + schema.name(),
                  inside(
                      schema.wantsOwner()
                          ? roles.actingFor(want, create, give)
                          : roles.actingFor(want, create))));
    } else if (schema.wantsOwner() && !is.equals(want)) {
      changes.add(
          PgChange.of(wanted.subject(), "schemas." + schema.name() + ".owner")
              .field(field + ".owner")
              .values(want, is)
              .risk(Risk.DESTRUCTIVE)
              .build(
                  "give the schema " + schema.name() + " to " + want,
                  inside(roles.actingFor(want, give))));
    }
  }

  private void extension(int index, Extension extension) {
    String field = wanted.field("extensions[" + index + "]");
    SqlText name = PG.identifier(extension.name());
    SqlText schema = PG.identifier(extension.schemaName());
    Inside.Installed is = current.extensions().get(extension.name());
    if (is == null) {
      SqlText version =
          extension.version() != null && extension.wantsVersion()
              ? SqlText.of(" VERSION {}", PG.literal(extension.version()))
              : SqlText.of("");
      changes.add(
          PgChange.of(wanted.subject(), "extensions.missing")
              .id("extensions.missing:" + extension.name())
              .field(field + ".name")
              .values(extension.name(), "")
              .cause(Cause.ABSENT)
              .build(
                  "install the extension " + extension.name(),
                  inside(
                      List.of(
                          SqlText.of(
                              "CREATE EXTENSION IF NOT EXISTS {} SCHEMA {}{}",
                              name,
                              schema,
                              version)))));
      return;
    }
    if (extension.version() != null
        && extension.wantsVersion()
        && !extension.version().equals(is.version())) {
      changes.add(
          PgChange.of(wanted.subject(), "extensions." + extension.name() + ".version")
              .field(field + ".version")
              .values(extension.version(), is.version())
              .build(
                  "update the extension " + extension.name() + " to " + extension.version(),
                  inside(
                      List.of(
                          SqlText.of(
                              "ALTER EXTENSION {} UPDATE TO {}",
                              name,
                              PG.literal(extension.version()))))));
    }
    place(extension, is, field, SqlText.of("ALTER EXTENSION {} SET SCHEMA {}", name, schema));
  }

  /**
   * The schema's default is filled in by the API: for an extension that cannot move it says
   * nothing.
   */
  private void place(Extension extension, Inside.Installed is, String field, SqlText move) {
    if (extension.schemaName().equals(is.schema())
        || (!is.relocatable() && extension.schemaName().equals("public"))) {
      return;
    }
    changes.add(
        PgChange.of(wanted.subject(), "extensions." + extension.name() + ".schema")
            .field(field + ".schema")
            .values(extension.schemaName(), is.schema())
            .risk(is.relocatable() ? Risk.DESTRUCTIVE : Risk.IMMUTABLE)
            .build(
                "move the extension " + extension.name() + " to " + extension.schemaName(),
                is.relocatable() ? inside(List.of(move)) : new Action.Impossible()));
  }
}
