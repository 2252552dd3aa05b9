package io.dbprovision.spi;

import java.util.Optional;

/**
 * A long-lived, pooled connection to one server. Thread-safe. Calls may be interrupted when their
 * deadline has passed; they then end with {@link ErrorKind#TIMEOUT} as soon as the driver lets
 * them.
 */
public interface Session extends AutoCloseable {
  /**
   * Asks the server who it is: the health check. One round trip, nothing cached. It does not wait
   * for other calls: keep a connection for it within {@link EngineContext#maxConnections}, else a
   * server that is at long work looks like one that hangs.
   *
   * @throws EngineException UNREACHABLE, AUTHENTICATION, TIMEOUT
   */
  ServerInfo info();

  /**
   * A capability of this server as it is now: the answer depends on version, flavour and
   * privileges. Empty means that what needs it is reported as unsupported, never skipped in
   * silence.
   *
   * @param type one of the capability interfaces of this package, or one this plugin does not know
   */
  <C> Optional<C> capability(Class<C> type);

  /** Gives all connections back; idempotent, never throws. */
  @Override
  void close();
}
