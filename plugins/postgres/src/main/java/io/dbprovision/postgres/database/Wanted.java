package io.dbprovision.postgres.database;

import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.database.DatabaseOptions.Schema;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.EngineException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A database as asked for, its block bound and checked. */
record Wanted(DatabaseSpec spec, DatabaseOptions options, Subject subject) {
  /**
   * @throws EngineException INVALID
   */
  static Wanted of(DatabaseSpec spec) {
    Names.checkDatabase("spec.name", spec.name());
    if (spec.databaseOwner().isPresent()) {
      Names.checkFits("spec.owner", spec.databaseOwner().get());
    }
    DatabaseChecks.check(spec.section());
    return new Wanted(
        spec, spec.section().as(DatabaseOptions.class), Subject.of(Subject.Type.DATABASE, spec));
  }

  String name() {
    return spec.name();
  }

  String field(String key) {
    return spec.section().path() + "." + key;
  }

  /** Roles that must be there, with the field that names each. */
  Map<String, String> roles() {
    Map<String, String> fields = new LinkedHashMap<>();
    spec.databaseOwner().ifPresent(owner -> fields.put(owner, "spec.owner"));
    List<Schema> schemas = options.schemas();
    for (int i = 0; i < schemas.size(); i++) {
      String owner = schemas.get(i).owner();
      if (owner != null && !owner.isEmpty() && asksInside()) {
        fields.putIfAbsent(owner, field("schemas[" + i + "].owner"));
      }
    }
    return fields;
  }

  /** Whether anything has to be looked at within the database. */
  boolean asksInside() {
    return options.connectable()
        && !(options.extensions().isEmpty() && options.schemas().isEmpty());
  }
}
