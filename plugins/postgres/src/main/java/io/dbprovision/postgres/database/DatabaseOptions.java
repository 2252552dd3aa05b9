package io.dbprovision.postgres.database;

import io.dbprovision.postgres.ownership.OwnershipOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.postgres} of a database. What is absent is the server's default, or left as it is.
 */
public record DatabaseOptions(
    @Nullable String encoding,
    @Nullable String lcCollate,
    @Nullable String lcCtype,
    @Nullable String tablespace,
    @Nullable String template,
    @Nullable Integer connectionLimit,
    @Nullable Boolean isTemplate,
    @Nullable Boolean allowConnections,
    List<Extension> extensions,
    List<Schema> schemas,
    List<DefaultPrivilege> defaultPrivileges,
    @Nullable OwnershipOptions ownership,
    @Nullable RevokePublic revokePublic) {

  public DatabaseOptions {
    extensions = List.copyOf(extensions);
    schemas = List.copyOf(schemas);
    defaultPrivileges = List.copyOf(defaultPrivileges);
  }

  /** An extension; without a version the server's default one. */
  public record Extension(String name, @Nullable String schema, @Nullable String version) {
    String schemaName() {
      return schema == null || schema.isEmpty() ? "public" : schema;
    }

    boolean wantsVersion() {
      return version != null && !version.isEmpty();
    }
  }

  /** A schema; without an owner it belongs to the database's owner. */
  public record Schema(String name, @Nullable String owner) {
    boolean wantsOwner() {
      return owner != null && !owner.isEmpty();
    }

    Schema naming(Map<String, String> others) {
      return owner == null ? this : new Schema(name, others.getOrDefault(owner, owner));
    }
  }

  /** Privileges on what the database's owner creates later. */
  public record DefaultPrivilege(
      String role, String schema, List<String> privileges, String objectType) {
    public DefaultPrivilege {
      privileges = List.copyOf(privileges);
    }

    DefaultPrivilege naming(Map<String, String> others) {
      return new DefaultPrivilege(others.getOrDefault(role, role), schema, privileges, objectType);
    }
  }

  /** What the role PUBLIC, which is everybody, must not have. */
  public record RevokePublic(@Nullable Boolean database, @Nullable Boolean schemaPublic) {}

  /** The same with other names of logins and roles: those that the map has. */
  DatabaseOptions naming(Map<String, String> others) {
    return new DatabaseOptions(
        encoding,
        lcCollate,
        lcCtype,
        tablespace,
        template,
        connectionLimit,
        isTemplate,
        allowConnections,
        extensions,
        schemas.stream().map(schema -> schema.naming(others)).toList(),
        defaultPrivileges.stream().map(entry -> entry.naming(others)).toList(),
        ownership,
        revokePublic);
  }

  boolean closesDatabase() {
    return revokePublic != null && Boolean.TRUE.equals(revokePublic.database());
  }

  boolean closesSchema() {
    return revokePublic != null && Boolean.TRUE.equals(revokePublic.schemaPublic());
  }

  boolean connectable() {
    return allowConnections == null || allowConnections;
  }

  String templateName() {
    return template == null || template.isEmpty() ? "template0" : template;
  }

  String encodingName() {
    return encoding == null || encoding.isEmpty() ? "UTF8" : encoding;
  }

  /** The server's own spelling has neither dashes nor underscores that matter. */
  static String folded(String encoding) {
    String bare = encoding.toUpperCase(Locale.ROOT).replaceAll("[-_ ]", "");
    return bare.equals("UNICODE") ? "UTF8" : bare;
  }
}
