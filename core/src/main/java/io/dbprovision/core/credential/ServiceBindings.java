package io.dbprovision.core.credential;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code spec.passwordSecret.serviceBinding}: whether it is asked for, and what it comes to. */
public final class ServiceBindings {
  private static final String FIELD = "spec.passwordSecret.serviceBinding";

  private ServiceBindings() {}

  static boolean asked(CustomResource user) {
    return spec(user).flag("enabled", false);
  }

  /** The database to tell applications of; without a wish the instance's own. */
  static String database(CustomResource user, Access access) {
    return spec(user).text("database", access.endpoint().database());
  }

  /**
   * @throws EngineException when nobody could use the binding
   */
  static void check(CustomResource user, Access access) {
    if (access.scheme().isEmpty()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED, FIELD, "no service type is known for this engine");
    }
    if (!namespace(user).equals(user.namespace())) {
      throw EngineException.at(
          ErrorKind.INVALID,
          FIELD,
          "a service binding reads its Secret from the namespace of the DatabaseUser; leave out"
              + " spec.passwordSecret.secretNamespace");
    }
  }

  /** The {@code status.binding} block, by which tools find the Secret; null without one. */
  public static @Nullable Map<String, Object> status(CustomResource user, Fields secret) {
    return asked(user) && unsupported(user).isEmpty()
        ? Map.of("name", secret.text("name", ""))
        : null;
  }

  /** Empty, or the one sentence that there is to say. */
  public static List<String> unsupported(CustomResource user) {
    boolean given =
        !user.spec().object("existingPasswordSecret").isEmpty()
            || !user.spec().object("passwordSecret").flag("generate", true);
    return asked(user) && given
        ? List.of(FIELD + ": the Secret is yours and stays as it is; add the keys yourself")
        : List.of();
  }

  private static String namespace(CustomResource user) {
    return user.spec().object("passwordSecret").text("secretNamespace", user.namespace());
  }

  private static Fields spec(CustomResource user) {
    return user.spec().object("passwordSecret").object("serviceBinding");
  }
}
