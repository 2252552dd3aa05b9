package io.dbprovision.core.runtime;

import java.time.Duration;

/**
 * Something that runs between a start and a stop; each is called once, the stop after the start.
 */
public interface Service {

  /** Returns when the service is up. What it throws ends the start of the whole process. */
  void start() throws Exception;

  /**
   * Takes in no new work, lets running work finish within the grace, then ends it. May be called
   * after a start that failed half-way.
   */
  void stop(Duration grace) throws Exception;
}
