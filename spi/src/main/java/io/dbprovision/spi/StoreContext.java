package io.dbprovision.spi;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What the operator gives a store's client to work with. Implemented by the operator only. */
public interface StoreContext {
  /** The time of the operator: tests set it. */
  InstantSource clock();

  /** A source for temporary names and the jitter of retries. */
  RandomGenerator random();

  /** How long to wait for a connection before {@link ErrorKind#UNREACHABLE}. */
  Duration connectTimeout();

  /**
   * How long one request may go on without a byte from the other side before {@link
   * ErrorKind#TIMEOUT}. Requests that may be repeated are repeated a few times within it.
   */
  Duration requestTimeout();

  /** Bytes that one {@link Upload} may keep in memory at most, in all; at least 6 MiB. */
  int uploadBuffer();
}
