package io.dbprovision.spi;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where {@link ManagedObjects#compare} puts what it finds.
 *
 * @param <S> what is seen of an object
 */
public final class Differences<S> {
  private final Plan.Builder plan;
  private final boolean exists;
  private final String object;
  private final Function<Consumer<S>, Runnable> checked;

  Differences(
      Plan.Builder plan, boolean exists, String object, Function<Consumer<S>, Runnable> checked) {
    this.plan = plan;
    this.exists = exists;
    this.object = object;
    this.checked = checked;
  }

  /** Whether the object is there; else what is compared is one that was just made. */
  public boolean exists() {
    return exists;
  }

  /** For claims, facts, and changes of another sort. */
  public Plan.Builder plan() {
    return plan;
  }

  /**
   * A setting with another value.
   *
   * @param effect sets it; gets what is seen of the object then
   */
  public void differs(String path, String expected, String actual, Risk risk, Consumer<S> effect) {
    add(path, expected, actual, risk, Cause.DIFFERS, effect);
  }

  /** A setting that the server cannot change. */
  public void immutable(String path, String expected, String actual) {
    add(path, expected, actual, Risk.IMMUTABLE, Cause.DIFFERS, state -> {});
  }

  /** An entry that is asked for and not there; its claim has the same id. */
  public void absent(ChangeId id, Consumer<S> effect) {
    plan.change(PlannedChange.gives(id, Cause.ABSENT, summary(id.value()), checked.apply(effect)));
  }

  /** An entry that is there and that nobody asks for, or no longer. */
  public void extra(ChangeId id, Consumer<S> effect) {
    plan.change(PlannedChange.takes(id, Cause.EXTRA, summary(id.value()), checked.apply(effect)));
  }

  void add(
      String path, String expected, String actual, Risk risk, Cause cause, Consumer<S> effect) {
    plan.change(
        new PlannedChange(
            new ChangeId(path),
            path,
            expected,
            actual,
            risk,
            cause,
            false,
            summary(path),
            checked.apply(effect)));
  }

  private String summary(String path) {
    return "set " + path + " of " + object;
  }
}
