package io.dbprovision.postgres.database;

import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.database.DatabaseOptions.DefaultPrivilege;
import io.dbprovision.postgres.database.DatabaseOptions.Schema;
import io.dbprovision.postgres.ownership.AutoOwnership;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    Wanted wanted =
        new Wanted(
            spec,
            spec.section().as(DatabaseOptions.class),
            Subject.of(Subject.Type.DATABASE, spec));
    // before it is looked up together with the names of others, who must not fail for it
    wanted.pair().ifPresent(wanted::checkNames);
    return wanted;
  }

  private void checkNames(AutoOwnership pair) {
    Names.checkFits(field("ownership.roleName"), pair.role());
    Names.checkFits(field("ownership.userName"), pair.user());
    if (pair.role().equals(pair.user())) {
      throw EngineException.at(
          ErrorKind.INVALID,
          field("ownership.userName"),
          "would be \""
              + pair.user()
              + "\", the owning role's name too; give another in roleName or userName");
    }
  }

  String name() {
    return spec.name();
  }

  String field(String key) {
    return spec.section().path() + "." + key;
  }

  Optional<AutoOwnership> pair() {
    return AutoOwnership.of(name(), options.ownership(), spec.recorded());
  }

  /** Who is to own the database; empty for the operator's own login. */
  Optional<String> owner() {
    return pair().map(AutoOwnership::role).or(spec::databaseOwner);
  }

  /** Roles whose privileges are given; any that exist will do. */
  Map<String, String> grantees() {
    Map<String, String> fields = new LinkedHashMap<>();
    List<DefaultPrivilege> entries = options.defaultPrivileges();
    for (int i = 0; i < entries.size(); i++) {
      if (!entries.get(i).role().equalsIgnoreCase("public")) {
        fields.putIfAbsent(entries.get(i).role(), field("defaultPrivileges[" + i + "].role"));
      }
    }
    return fields;
  }

  /** All roles to look up. */
  Set<String> lookups() {
    Set<String> names = new HashSet<>(roles().keySet());
    names.addAll(grantees().keySet());
    recordedDefaults().forEach(right -> names.add(right.grantor()));
    pair().ifPresent(pair -> names.addAll(Set.of(pair.role(), pair.user())));
    return names;
  }

  /** Roles that must be there, with the field that names each. */
  Map<String, String> roles() {
    Map<String, String> fields = new LinkedHashMap<>();
    if (pair().isEmpty()) {
      spec.databaseOwner().ifPresent(owner -> fields.put(owner, "spec.owner"));
    }
    List<Schema> schemas = options.schemas();
    for (int i = 0; i < schemas.size(); i++) {
      String owner = schemas.get(i).owner();
      if (owner != null && !owner.isEmpty() && asksInside()) {
        fields.putIfAbsent(owner, field("schemas[" + i + "].owner"));
      }
    }
    return fields;
  }

  /** Default privileges that were given, by our record. */
  Set<DefaultRight> recordedDefaults() {
    return DefaultRight.among(spec.issued());
  }

  /** Whether anything has to be looked at within the database. */
  boolean asksInside() {
    return options.connectable()
        && !(!PublicRights.concernSchema(this)
            && options.extensions().isEmpty()
            && options.schemas().isEmpty()
            && options.defaultPrivileges().isEmpty()
            && recordedDefaults().isEmpty()
            && pair().filter(AutoOwnership::defaults).isEmpty());
  }
}
