package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.Kind;

/** The name under which all work on one object of a server is serialised. */
public final class ServerLock {
  private ServerLock() {}

  /**
   * @param name of the object inside the server
   */
  public static String of(ResourceKey instance, Kind kind, String name) {
    return Engineering.lock(instance, kind + " " + name);
  }
}
