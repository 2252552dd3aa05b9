package io.dbprovision.spi;

import java.util.Optional;

/**
 * One difference between what is asked for and what is there. The engine implements it with
 * whatever it needs to apply it; the operator sees only this.
 *
 * <p>No text of a change holds a secret: a password is {@code "(set)"}.
 */
public interface Change {
  ChangeId id();

  /** The status path of the difference, such as {@code owner} or {@code schemas.missing}. */
  String path();

  String expected();

  String actual();

  Risk risk();

  Cause cause();

  /** One short sentence for people: what applying it does. */
  String summary();

  /**
   * The one of {@link Plan#claims} that this change puts in effect; empty for a change that is
   * about none. Tells what was never applied yet, and is applied in every mode, from what has
   * drifted.
   */
  default Optional<ChangeId> claim() {
    return Optional.empty();
  }

  /** Equal for equal changes; approval of a plan is bound to these. */
  default String fingerprint() {
    return String.join(
        "\u0000", id().value(), path(), expected(), actual(), risk().name(), cause().name());
  }
}
