package ${package};

import io.dbprovision.spi.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PLACE 1 of 5: what manifests may say in the block {@code spec.${engineName}}. A component of a record is
 * a field; what is not here is refused. The files in {@code META-INF/dbops/schema} tell Kubernetes
 * the same.
 */
final class ${className}Options {
  static final Map<Kind, Class<? extends Record>> TYPES =
      Map.of(
          Kind.INSTANCE, Instance.class,
          Kind.DATABASE, Database.class,
          Kind.USER, User.class);

  private ${className}Options() {}

  /** Of a server: no options yet. */
  record Instance() {}

  /**
   * Of a database.
   *
   * @param connectionLimit null when the manifest does not say
   */
  record Database(@Nullable Integer connectionLimit) {
    Database {
      positive(connectionLimit);
    }
  }

  /**
   * Of a login.
   *
   * @param connectionLimit null when the manifest does not say
   */
  record User(@Nullable Integer connectionLimit) {
    User {
      positive(connectionLimit);
    }
  }

  private static void positive(@Nullable Integer limit) {
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException("connectionLimit must be at least 1, and is " + limit);
    }
  }
}
