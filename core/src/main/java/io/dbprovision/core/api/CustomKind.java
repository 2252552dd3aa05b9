package io.dbprovision.core.api;

import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A kind of the API group.
 *
 * @param name as in {@code kind:}
 * @param finalizers the first is the one we add; the others were added by earlier operators and are
 *     removed with it
 */
public record CustomKind(String name, String plural, boolean namespaced, List<String> finalizers) {
  public static final String GROUP = "dbops.dbprovision.io";
  public static final String VERSION = "v1alpha1";

  public static final CustomKind INSTANCE =
      new CustomKind(
          "DatabaseInstance", "databaseinstances", true, List.of(GROUP + "/instance-protection"));
  public static final CustomKind DATABASE =
      new CustomKind("Database", "databases", true, List.of(GROUP + "/database-protection"));
  public static final CustomKind USER =
      new CustomKind("DatabaseUser", "databaseusers", true, List.of(GROUP + "/user-protection"));

  /** Every kind this operator reconciles. */
  public static final List<CustomKind> ALL = List.of(INSTANCE, DATABASE, USER);

  public CustomKind {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(plural, "plural");
    finalizers = List.copyOf(finalizers);
  }

  public String apiVersion() {
    return GROUP + "/" + VERSION;
  }

  public String finalizer() {
    return finalizers.getFirst();
  }

  /** The same kind as the engines know it. */
  public Kind spi() {
    return new Kind(name);
  }

  public static Optional<CustomKind> named(String name) {
    return ALL.stream().filter(kind -> kind.name.equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return name;
  }
}
