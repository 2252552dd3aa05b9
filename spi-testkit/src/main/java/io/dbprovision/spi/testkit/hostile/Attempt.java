package io.dbprovision.spi.testkit.hostile;

import io.dbprovision.spi.EngineException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What came of one trial.
 *
 * @param applied whether anything was put on the server
 * @param refusal why not all of it; null when all is in effect
 * @param meant the facts that the value asks for, and no other
 * @param shown those of them that hold the exact value: at least one of them has to be new when all
 *     was applied; null where a value may have no effect at all
 */
public record Attempt(
    Trial trial,
    boolean applied,
    @Nullable EngineException refusal,
    Predicate<Fact> meant,
    @Nullable Predicate<Fact> shown) {
  public Attempt {
    Objects.requireNonNull(trial, "trial");
    Objects.requireNonNull(meant, "meant");
  }

  public Optional<EngineException> refused() {
    return Optional.ofNullable(refusal);
  }
}
