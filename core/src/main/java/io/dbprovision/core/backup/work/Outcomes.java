package io.dbprovision.core.backup.work;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;

/** The ways in which works fail, as states. */
public final class Outcomes {
  private Outcomes() {}

  public static WorkState.Failed of(EngineException failure) {
    return new WorkState.Failed(
        failure.kind(),
        failure.path().orElse(null),
        failure.sentence(),
        switch (failure.kind()) {
          case UNREACHABLE, TIMEOUT, EXHAUSTED, INTERNAL -> true;
          case INVALID, UNSUPPORTED, NOT_FOUND, CONFLICT, AUTHENTICATION, PERMISSION -> false;
        });
  }

  /** What an unexpected exception says may hold anything, a secret too: its type is enough. */
  public static WorkState.Failed defect(Throwable thrown) {
    return failed(
        ErrorKind.INTERNAL,
        "the worker failed by a defect of its own: " + thrown.getClass().getName(),
        true);
  }

  /** What a worker says that was told to end. */
  public static EngineException toldToEnd() {
    return EngineException.of(
        ErrorKind.INTERNAL, "the worker was told to end before the work was done");
  }

  static WorkState.Failed cancelled() {
    return failed(ErrorKind.INTERNAL, "the work was cancelled", false);
  }

  static WorkState.Failed taken(String job, String namespace) {
    return failed(
        ErrorKind.INTERNAL,
        "there is a Job %s in the namespace %s that this operator did not make, or did not come to start; delete it"
            .formatted(job, namespace),
        true);
  }

  static WorkState.Failed lost() {
    return failed(
        ErrorKind.INTERNAL,
        "the worker's process ended without an outcome: it was killed, by somebody or for want of"
            + " memory",
        true);
  }

  static WorkState.Failed failed(ErrorKind kind, String message, boolean again) {
    return new WorkState.Failed(kind, null, message, again);
  }
}
