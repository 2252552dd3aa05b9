package io.dbprovision.core.operator;

import io.dbprovision.core.observability.HealthCheck;
import java.util.Optional;

/** What the operator still waits for before it works, as {@code /readyz} says it. Thread-safe. */
final class Readiness implements HealthCheck {
  private volatile Optional<String> problem = Optional.of("starting");

  /**
   * @param why for people, without a secret
   */
  void notYet(String why) {
    problem = Optional.of(why);
  }

  void reached() {
    problem = Optional.empty();
  }

  @Override
  public String name() {
    return "watches";
  }

  @Override
  public Optional<String> problem() {
    return problem;
  }
}
