package io.dbprovision.core.instance;

import io.dbprovision.core.status.Failure;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;

/** What is known of an instance's server right now. */
public sealed interface ServerState {
  /** Nobody has looked yet: the instance is about to be reconciled. */
  record Unknown() implements ServerState {}

  /** Reached, and the one it should be. */
  record Available(Engine engine, Endpoint endpoint, Session session, ServerInfo info)
      implements ServerState {}

  /**
   * Not usable now; the instance's own status says why, and its health check will find out when.
   */
  record Down(Failure failure) implements ServerState {}
}
