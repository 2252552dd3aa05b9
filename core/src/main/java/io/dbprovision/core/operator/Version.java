package io.dbprovision.core.operator;

import java.util.Optional;

/** The operator's own version. */
public final class Version {
  private Version() {}

  /** From the jar's manifest; {@code dev} when run from classes. */
  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
  }
}
