package io.dbprovision.spi;

import java.util.Objects;

/**
 * What a user may do about a failure by means of the operator's own, which an engine cannot name:
 * the operator adds to the message how. An open set; one that the operator does not know adds
 * nothing.
 *
 * @param code lower case with hyphens
 */
public record Remedy(String code) {
  /** Let the object take over what is on the server. */
  public static final Remedy ADOPT = new Remedy("adopt");

  /** Let the removal go through, with all that stands against it. */
  public static final Remedy FORCE_REMOVAL = new Remedy("force-removal");

  public Remedy {
    Objects.requireNonNull(code, "code");
  }
}
