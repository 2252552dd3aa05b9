package io.dbprovision.core.observability;

import io.dbprovision.core.runtime.Service;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A service that answers over HTTP between its start and its stop. Thread-safe. */
abstract class HttpService implements Service {
  private @Nullable HttpEndpoint endpoint;

  /** Listens at once. */
  abstract HttpEndpoint open() throws IOException, GeneralSecurityException;

  @Override
  public final synchronized void start() throws IOException, GeneralSecurityException {
    endpoint = open();
  }

  @Override
  public final synchronized void stop(Duration grace) {
    if (endpoint != null) {
      endpoint.close();
    }
  }

  /**
   * The port that is listened on.
   *
   * @throws IllegalStateException before the start
   */
  public final synchronized int port() {
    if (endpoint == null) {
      throw new IllegalStateException("Not started");
    }
    return endpoint.port();
  }
}
