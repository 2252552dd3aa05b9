package io.dbprovision.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the operator gives a session to work with. Implemented by the operator only. */
public interface EngineContext {
  /** The time of the operator: tests set it. */
  InstantSource clock();

  /** A cryptographically strong source for salts and the like. */
  RandomGenerator random();

  /**
   * Connections to the server that a session may hold at any moment, in all; at least 1, and 2 or
   * more wherever the operator checks the server's health.
   */
  int maxConnections();

  /** How long to wait for a connection before {@link ErrorKind#UNREACHABLE}. */
  Duration connectTimeout();

  /** How long one statement may run before {@link ErrorKind#TIMEOUT}. */
  Duration queryTimeout();

  /**
   * Folders with the client programs of database servers, to be searched before the system's; each
   * may hold several versions in folders of their own. Empty for the system's alone.
   */
  default List<Path> toolFolders() {
    return List.of();
  }
}
