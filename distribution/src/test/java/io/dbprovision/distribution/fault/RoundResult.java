package io.dbprovision.distribution.fault;

import java.time.Duration;
import java.util.List;

/**
 * What came of a round.
 *
 * @param byProgram whether the worker was a program of its own
 * @param took with the look at what it left
 * @param struck how often the fault was seen to happen
 * @param where it happened, for the table; empty when that says nothing
 * @param completed whether success was said
 * @param message of the failure
 * @param wrong what should not be, each as a sentence; empty when all is well
 */
public record RoundResult(
    Plan plan,
    boolean byProgram,
    Duration took,
    int struck,
    List<String> where,
    boolean completed,
    String message,
    List<Wrong> wrong) {
  public RoundResult {
    where = List.copyOf(where);
    wrong = List.copyOf(wrong);
  }

  /** In what way a round went wrong. */
  public enum Flaw {
    /** Success was said, and what is stored is not the database. */
    FALSE_COMPLETED,
    /** Something of it stays after one clean-up pass. */
    LEFT_OVER,
    /** It failed without a fault, for an unnamed reason, or told a secret. */
    WRONG_FAILURE
  }

  /** One thing that is not as it should be. */
  public record Wrong(Flaw flaw, String sentence) {}

  boolean has(Flaw flaw) {
    return wrong.stream().anyMatch(each -> each.flaw() == flaw);
  }
}
