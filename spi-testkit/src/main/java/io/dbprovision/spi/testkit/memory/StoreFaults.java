package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.function.Supplier;

/**
 * Counts the calls on a bucket and lets some of them fail. Calls are every method of a store and of
 * its uploads but the closing ones, and every read of an open object. Thread-safe.
 */
public final class StoreFaults {
  /** What goes wrong. */
  public enum Fault {
    /** The call fails and does nothing. */
    REFUSED,
    /** The call takes effect, but the caller is told that it failed. */
    LOST_ANSWER,
    /** A read ends the stream without an exception, as no store may; otherwise as REFUSED. */
    CUT
  }

  private enum Reach {
    NONE,
    ONE,
    ALL_FROM
  }

  private long calls;
  private long at;
  private Reach reach = Reach.NONE;
  private Fault fault = Fault.REFUSED;

  /**
   * @param call the first has number 1, counted from now on
   */
  public synchronized void failAt(long call, Fault what) {
    set(call, Reach.ONE, what);
  }

  /** From that call on nothing works any more, as if the program or the network had gone. */
  public synchronized void failFrom(long call, Fault what) {
    set(call, Reach.ALL_FROM, what);
  }

  public synchronized void clear() {
    set(0, Reach.NONE, Fault.REFUSED);
  }

  private void set(long call, Reach howFar, Fault what) {
    calls = 0;
    at = call;
    reach = howFar;
    fault = what;
  }

  /** Since the last change of the faults. */
  public synchronized long calls() {
    return calls;
  }

  <T> T call(String what, Supplier<T> effect) {
    boolean fails = strikes();
    if (fails && fault() != Fault.LOST_ANSWER) {
      throw lost(what);
    }
    T result = effect.get();
    if (fails) {
      throw lost(what);
    }
    return result;
  }

  private static EngineException lost(String what) {
    return EngineException.of(ErrorKind.UNREACHABLE, "the connection broke off at " + what);
  }

  /** True when a read has to end the stream here. */
  boolean cutsRead() {
    if (!strikes()) {
      return false;
    }
    if (fault() == Fault.CUT) {
      return true;
    }
    throw lost("read");
  }

  private synchronized Fault fault() {
    return fault;
  }

  private synchronized boolean strikes() {
    calls++;
    return switch (reach) {
      case NONE -> false;
      case ONE -> calls == at;
      case ALL_FROM -> calls >= at;
    };
  }
}
