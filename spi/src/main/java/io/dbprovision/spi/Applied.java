package io.dbprovision.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What applying a plan came to. Immutable. */
public final class Applied {
  private final List<ChangeId> done;
  private final @Nullable ChangeId failedChange;
  private final @Nullable EngineException failure;

  private Applied(
      List<ChangeId> done, @Nullable ChangeId failedChange, @Nullable EngineException failure) {
    this.done = List.copyOf(done);
    this.failedChange = failedChange;
    this.failure = failure;
  }

  /** All chosen changes are in effect. */
  public static Applied complete(List<ChangeId> done) {
    return new Applied(done, null, null);
  }

  /** Those in {@code done} are in effect, {@code failedChange} is not, nor is any after it. */
  public static Applied failed(
      List<ChangeId> done, ChangeId failedChange, EngineException failure) {
    return new Applied(
        done,
        Objects.requireNonNull(failedChange, "failedChange"),
        Objects.requireNonNull(failure, "failure"));
  }

  /** In the order they took effect. */
  public List<ChangeId> done() {
    return done;
  }

  /** The change that failed; present together with {@link #failure}. */
  public Optional<ChangeId> failedChange() {
    return Optional.ofNullable(failedChange);
  }

  public Optional<EngineException> failure() {
    return Optional.ofNullable(failure);
  }
}
