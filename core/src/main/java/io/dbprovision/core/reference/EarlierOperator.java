package io.dbprovision.core.reference;

import io.dbprovision.core.api.CustomResource;

/** What an object's status tells of an operator before this one. */
public final class EarlierOperator {
  private EarlierOperator() {}

  /** An earlier operator made it work, and this one has not had it in hand yet. */
  public static boolean madeReady(CustomResource resource) {
    return !resource.status().has("appliedInputs")
        && resource.status().text("phase", "").equals("Ready");
  }
}
