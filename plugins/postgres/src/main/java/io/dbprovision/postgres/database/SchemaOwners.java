package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.database.DatabaseOptions.Schema;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.List;

/** Schemas that name no owner of their own belong to whoever owns the database. */
final class SchemaOwners {
  private static final PgDialect PG = PgDialect.PG;

  private SchemaOwners() {}

  /**
   * The schemas of the manifest that go with the database to its new owner: those that are the
   * former owner's. What somebody gave to a third role stays there.
   */
  static List<PgChange> followers(Wanted wanted, String former, Inside current, Roles roles) {
    String owner = wanted.owner().orElse(former);
    List<PgChange> changes = new ArrayList<>();
    if (owner.equals(former)) {
      return changes;
    }
    List<Schema> schemas = wanted.options().schemas();
    for (int i = 0; i < schemas.size(); i++) {
      Schema schema = schemas.get(i);
      if (!schema.wantsOwner() && former.equals(current.schemas().get(schema.name()))) {
        SqlText give =
            SqlText.of(
                "ALTER SCHEMA {} OWNER TO {}", PG.identifier(schema.name()), PG.identifier(owner));
        changes.add(
            PgChange.of(wanted.subject(), "schemas." + schema.name() + ".owner")
                .field(wanted.field("schemas[" + i + "]"))
                .values(owner, former)
                .risk(Risk.DESTRUCTIVE)
                .build(
                    "give the schema " + schema.name() + " to " + owner + ", with the database",
                    new Action.Inside(wanted.name(), roles.actingFor(owner, give))));
      }
    }
    return changes;
  }
}
