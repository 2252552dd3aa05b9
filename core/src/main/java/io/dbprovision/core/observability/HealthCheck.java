package io.dbprovision.core.observability;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One question about the process's health. Asked by many threads; answers without waiting. */
public interface HealthCheck {

  /** One word, as shown to who asks. */
  String name();

  /** What is wrong, for people, without a secret; empty when all is well. */
  Optional<String> problem();

  /** A check that is either well or not. */
  static HealthCheck of(String name, BooleanSupplier well) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Optional<String> problem() {
        return well.getAsBoolean() ? Optional.empty() : Optional.of("not yet");
      }
    };
  }
}
