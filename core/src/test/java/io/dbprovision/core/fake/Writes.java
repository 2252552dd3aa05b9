package io.dbprovision.core.fake;

/**
 * Counts what the operator writes anywhere, and can end the operator before one of these writes.
 */
public final class Writes {
  private static final int NEVER = Integer.MAX_VALUE;

  private int count;
  private int last = NEVER;

  /** The operator is no more: it ends whatever was going on, as a killed process does. */
  public static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Crash(int write) {
      super("ended before write " + write);
    }
  }

  public int count() {
    return count;
  }

  /** From now on that many writes work, and the one after them ends the operator. */
  public void crashAfter(int writes) {
    last = count + writes;
  }

  /** No operator is ended any more. */
  public void calm() {
    last = NEVER;
  }

  /** Call before every write. */
  public void next() {
    if (count == last) {
      last = NEVER;
      throw new Crash(count + 1);
    }
    count++;
  }
}
