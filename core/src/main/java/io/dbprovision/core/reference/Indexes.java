package io.dbprovision.core.reference;

import io.dbprovision.core.api.ResourceKey;

/** Names of the indexes that find dependents. */
public final class Indexes {
  /** What lives on an instance, by the instance's path. */
  public static final String INSTANCE = "instance";

  /** Grants by the key of their grantee, as {@link #value} writes it. */
  public static final String GRANTEE = "grantee";

  /** Grants by the key of the database they wait for. */
  public static final String DATABASE = "database";

  public static final String SECRET = "secret";
  public static final String CONFIG_MAP = "configMap";

  private Indexes() {}

  /** A key as an index value. */
  public static String value(ResourceKey key) {
    return key.toString();
  }
}
