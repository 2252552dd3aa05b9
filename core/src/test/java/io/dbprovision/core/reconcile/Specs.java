package io.dbprovision.core.reconcile;

import java.util.HashMap;
import java.util.Map;

/** Manifests' specs, the plainest ones and what differs from them. */
public final class Specs {
  private static final Map<String, Object> ON_MAIN = Map.of("name", World.INSTANCE.name());

  private Specs() {}

  public static Map<String, Object> user(String login) {
    return Map.of("instanceRef", ON_MAIN, "username", login);
  }

  static Map<String, Object> role(String name) {
    return Map.of("instanceRef", ON_MAIN, "roleName", name);
  }

  /** With the default that the API server fills in. */
  public static Map<String, Object> database(String name) {
    return Map.of("instanceRef", ON_MAIN, "name", name, "deletionProtection", true);
  }

  /** The same with some fields set, nested blocks as a whole. */
  public static Map<String, Object> with(Map<String, Object> spec, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(spec);
    all.putAll(more);
    return Map.copyOf(all);
  }
}
