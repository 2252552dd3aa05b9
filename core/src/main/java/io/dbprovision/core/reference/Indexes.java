package io.dbprovision.core.reference;

/** Names of the indexes that wake dependents; the values are {@code namespace/name}. */
public final class Indexes {
  public static final String INSTANCE = "instance";
  public static final String SECRET = "secret";
  public static final String CONFIG_MAP = "configMap";

  private Indexes() {}
}
