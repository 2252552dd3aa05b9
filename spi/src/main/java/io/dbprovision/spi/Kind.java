package io.dbprovision.spi;

import java.util.Objects;

/**
 * A kind of resource as the Kubernetes API names it. An open set: a plugin meets kinds it has never
 * heard of when the operator is newer, and treats their sections as valid.
 */
public record Kind(String name) {
  public static final Kind INSTANCE = new Kind("DatabaseInstance");
  public static final Kind DATABASE = new Kind("Database");
  public static final Kind USER = new Kind("DatabaseUser");
  public static final Kind ROLE = new Kind("DatabaseRole");
  public static final Kind GRANT = new Kind("DatabaseGrant");
  public static final Kind BACKUP = new Kind("DatabaseBackup");
  public static final Kind RESTORE = new Kind("DatabaseRestore");

  public Kind {
    Objects.requireNonNull(name, "name");
  }

  @Override
  public String toString() {
    return name;
  }
}
