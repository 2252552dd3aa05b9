package io.dbprovision.core.status;

import io.dbprovision.core.api.Keys;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Remedy;

/** Adds to an engine's failure the way out that only the operator can name. */
public final class Remedies {
  private Remedies() {}

  /** The failure's message as users get to see it. */
  public static String message(EngineException failure) {
    return failure.getMessage() + failure.remedy().map(Remedies::wayOut).orElse("");
  }

  private static String wayOut(Remedy remedy) {
    if (remedy.equals(Remedy.ADOPT)) {
      return "; to take it over, annotate the object with " + Keys.ADOPT + "=true";
    }
    if (remedy.equals(Remedy.FORCE_REMOVAL)) {
      return "; to go on whatever stands against it, annotate the object with "
          + Keys.FORCE_DELETE
          + "=true";
    }
    return "";
  }
}
