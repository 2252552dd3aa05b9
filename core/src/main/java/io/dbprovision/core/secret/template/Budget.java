package io.dbprovision.core.secret.template;

/** What one rendering may use. Not thread-safe: each rendering has its own. */
final class Budget {
  /** A Secret holds no more than 1 MiB. */
  static final int MAX_TEXT = 1024 * 1024;

  private static final int MAX_STEPS = 200_000;
  private static final int MAX_DEPTH = 400;
  // so that 200,000 steps on texts of 1 MiB each end in a second, not in an hour
  private static final long MAX_WORK = 32L * MAX_TEXT;

  private int steps;
  private int depth;
  private long work;

  void step() {
    if (++steps > MAX_STEPS) {
      throw new LimitExceeded("the template takes more than " + MAX_STEPS + " steps");
    }
  }

  void enter() {
    step();
    if (++depth > MAX_DEPTH) {
      throw new LimitExceeded("the template nests deeper than " + MAX_DEPTH + " levels");
    }
  }

  void leave() {
    depth--;
  }

  /** Counts characters that a function reads or makes. */
  void work(int characters) {
    work += characters;
    if (work > MAX_WORK) {
      throw new LimitExceeded("the template works on more than 32 MiB of text");
    }
  }
}
