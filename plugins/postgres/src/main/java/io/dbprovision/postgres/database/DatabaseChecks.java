package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.Dialect;
import io.dbprovision.postgres.ownership.AutoOwnership;
import io.dbprovision.postgres.ownership.OwnershipOptions;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be said of a database's block without looking at a server. */
public final class DatabaseChecks {
  private DatabaseChecks() {}

  public static Validation validate(Section section) {
    DatabaseOptions options = section.as(DatabaseOptions.class);
    String path = section.path();
    Validation found = Validation.ok();
    if (options.connectionLimit() != null && options.connectionLimit() < -1) {
      found = found.invalid(path + ".connectionLimit", "must be -1 (no limit) or more");
    }
    found = optionalName(found, path + ".template", options.template());
    found = optionalName(found, path + ".tablespace", options.tablespace());
    found = noNul(found, path + ".encoding", options.encoding());
    found = noNul(found, path + ".lcCollate", options.lcCollate());
    found = noNul(found, path + ".lcCtype", options.lcCtype());
    found = extensions(found, path, options.extensions());
    found = schemas(found, path, options.schemas());
    found = defaults(found, path, options.defaultPrivileges());
    return unsupported(found, path, options);
  }

  /**
   * @throws EngineException INVALID, the first problem; what is merely unsupported passes
   */
  static void check(Section section) {
    for (Validation.Problem problem : validate(section).problems()) {
      if (problem.kind() == ErrorKind.INVALID) {
        throw EngineException.at(problem.kind(), problem.path(), problem.message());
      }
    }
  }

  private static Validation extensions(
      Validation found, String path, List<DatabaseOptions.Extension> extensions) {
    Set<String> names = new HashSet<>();
    Validation all = found;
    for (int i = 0; i < extensions.size(); i++) {
      String at = path + ".extensions[" + i + "]";
      DatabaseOptions.Extension extension = extensions.get(i);
      all = name(all, at + ".name", extension.name());
      all = optionalName(all, at + ".schema", extension.schema());
      all = noNul(all, at + ".version", extension.version());
      if (!names.add(extension.name())) {
        all = all.invalid(at + ".name", "is listed twice");
      }
    }
    return all;
  }

  private static Validation schemas(
      Validation found, String path, List<DatabaseOptions.Schema> schemas) {
    Set<String> names = new HashSet<>();
    Validation all = found;
    for (int i = 0; i < schemas.size(); i++) {
      String at = path + ".schemas[" + i + "]";
      DatabaseOptions.Schema schema = schemas.get(i);
      all = name(all, at + ".name", schema.name());
      all = optionalName(all, at + ".owner", schema.owner());
      if (schema.name() != null
          && (schema.name().startsWith("pg_") || schema.name().equals("information_schema"))) {
        all = all.invalid(at + ".name", "is reserved; choose another name");
      }
      if (!names.add(schema.name())) {
        all = all.invalid(at + ".name", "is listed twice");
      }
    }
    return all;
  }

  private static Validation defaults(
      Validation found, String path, List<DatabaseOptions.DefaultPrivilege> entries) {
    Validation all = found;
    for (int i = 0; i < entries.size(); i++) {
      String at = path + ".defaultPrivileges[" + i + "]";
      DatabaseOptions.DefaultPrivilege entry = entries.get(i);
      all = name(all, at + ".role", entry.role());
      all = name(all, at + ".schema", entry.schema());
      String objects = entry.objectType() == null ? "" : entry.objectType();
      Set<String> known = DefaultGrant.known(objects);
      if (known.isEmpty()) {
        all = all.invalid(at + ".objectType", "must be tables, sequences, functions or types");
      } else if (entry.privileges().isEmpty()
          || !known.containsAll(DefaultGrant.expand(objects, entry.privileges(), 0))) {
        all =
            all.invalid(
                at + ".privileges", "must be some of " + String.join(", ", known) + ", or ALL");
      }
    }
    return all;
  }

  /** What lies within a database cannot be looked after where nobody may connect. */
  private static Validation unsupported(Validation valid, String path, DatabaseOptions options) {
    Validation found = ownership(valid, path + ".ownership", options.ownership());
    if (options.connectable()) {
      return found;
    }
    boolean defaults =
        AutoOwnership.of("", options.ownership(), Section.empty(path))
            .filter(AutoOwnership::defaults)
            .isPresent();
    Validation all = found;
    all = outOfReach(all, path + ".extensions", !options.extensions().isEmpty());
    all = outOfReach(all, path + ".schemas", !options.schemas().isEmpty());
    all = outOfReach(all, path + ".defaultPrivileges", !options.defaultPrivileges().isEmpty());
    all = outOfReach(all, path + ".revokePublic.schemaPublic", options.closesSchema());
    return outOfReach(all, path + ".ownership.setDefaultPrivileges", defaults);
  }

  /** A pair that nobody switched on; the API fills in setDefaultPrivileges itself. */
  private static Validation ownership(
      Validation found, String path, @Nullable OwnershipOptions asked) {
    if (asked == null || Boolean.TRUE.equals(asked.autoOwnership())) {
      return found;
    }
    Validation all = withoutPair(found, path + ".roleName", asked.roleName() != null);
    all = withoutPair(all, path + ".userName", asked.userName() != null);
    return withoutPair(all, path + ".dropOnDelete", Boolean.TRUE.equals(asked.dropOnDelete()));
  }

  private static Validation withoutPair(Validation found, String path, boolean asked) {
    return asked ? found.unsupported(path, "has no effect without autoOwnership: true") : found;
  }

  private static Validation outOfReach(Validation found, String path, boolean asked) {
    return asked
        ? found.unsupported(
            path, "cannot be looked after in a database with allowConnections: false")
        : found;
  }

  private static Validation optionalName(Validation found, String path, @Nullable String name) {
    return name == null || name.isEmpty() ? found : name(found, path, name);
  }

  private static Validation name(Validation found, String path, @Nullable String name) {
    try {
      Names.checkFits(path, name == null ? "" : name);
      return found;
    } catch (EngineException e) {
      return found.invalid(path, "must be a name of 1 to 63 bytes without the character NUL");
    }
  }

  private static Validation noNul(Validation found, String path, @Nullable String text) {
    return text != null && !Dialect.isRepresentable(text)
        ? found.invalid(path, "must not hold the character NUL")
        : found;
  }
}
