package io.dbprovision.spi;

import java.util.List;

/** Capability: tells what a login owns, because a login that owns something cannot be dropped. */
public interface OwnedObjects {
  /**
   * What the login owns in all databases, at most {@code limit} of it; empty when it can be
   * dropped.
   */
  List<OwnedObject> ownedBy(String login, int limit);

  /** A command that a person can run to hand over what the login owns. */
  String resolution(String login);

  /** As {@link #resolution(String)}, naming who gets it. */
  default String resolution(String login, String heir) {
    return resolution(login);
  }

  /**
   * @param schema empty where the object is in none
   * @param type such as {@code table} or {@code database}
   */
  record OwnedObject(String schema, String name, String type) {}
}
