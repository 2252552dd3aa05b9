package io.dbprovision.core.runtime;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A service did not start; the message names it and says why. */
public final class StartException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  StartException(String service, String why, @Nullable Throwable cause) {
    super(service + " did not start: " + why, cause);
  }
}
