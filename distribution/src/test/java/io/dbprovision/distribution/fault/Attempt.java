package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.work.Work;
import io.dbprovision.core.backup.work.WorkState;
import java.time.Duration;
import java.util.Optional;

/** One work on its way to its end. */
interface Attempt extends AutoCloseable {
  /**
   * @param deadline that the worker keeps to
   */
  void start(Work work, Duration deadline);

  /** How it ended; what it is at, when that takes longer. */
  WorkState end(Duration atMost) throws InterruptedException;

  /** As the operator does for an object that is deleted. */
  void cancel();

  /** The process that does it and starts the tools. Empty when it has ended. */
  Optional<ProcessHandle> process();

  /** As the operator does when it is over and the login was taken away: no file of it stays. */
  void forget();

  /** Of a round that is over nothing goes on. */
  @Override
  void close();
}
