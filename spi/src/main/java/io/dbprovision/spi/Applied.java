package io.dbprovision.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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

  /**
   * Does what was chosen of a plan, in its order, up to the first failure: all there is to {@link
   * Managed#apply} for an engine whose changes know how to apply themselves.
   *
   * @param effect applies one change of the plan
   */
  public static Applied each(Plan plan, Set<ChangeId> chosen, Consumer<? super Change> effect) {
    List<ChangeId> done = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (chosen.contains(change.id())) {
        try {
          effect.accept(change);
        } catch (EngineException e) {
          return failed(done, change.id(), e);
        }
        done.add(change.id());
      }
    }
    return complete(done);
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
