package io.dbprovision.core.plugin;

import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/** Says in a sentence why code of a plugin could not be loaded. */
final class LoadFailures {
  private static final int LONGEST = 300;

  private LoadFailures() {}

  static String reason(Throwable thrown) {
    Throwable failure = root(thrown);
    return switch (failure) {
      case RefusedException refused -> refused.reason();
      case UnsupportedClassVersionError newer ->
          "it was compiled for a newer Java than this operator runs on: " + text(newer);
      case NoClassDefFoundError missing -> "a class it needs is missing: " + text(missing);
      case ClassNotFoundException missing -> "a class it names is missing: " + text(missing);
      case LinkageError broken ->
          "it does not link: " + broken.getClass().getSimpleName() + ": " + text(broken);
      case ServiceConfigurationError wrong -> "its provider entry does not work: " + text(wrong);
      case Throwable other ->
          "its code failed while it was loaded: " + other.getClass().getName() + ": " + text(other);
    };
  }

  // the wrappers of reflection, ServiceLoader and static initialisers say nothing
  private static Throwable root(Throwable thrown) {
    Throwable current = thrown;
    while (current.getCause() != null
        && (current instanceof ServiceConfigurationError
            || current instanceof ExceptionInInitializerError
            || current instanceof ReflectiveOperationException)) {
      current = current.getCause();
    }
    return current;
  }

  private static String text(Throwable thrown) {
    @Nullable String message = thrown.getMessage();
    String line = message == null ? "no message" : message.lines().findFirst().orElse("");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
