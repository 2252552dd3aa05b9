package io.dbprovision.postgres.connect;

import io.dbprovision.jdbc.tls.TlsMaterial;
import io.dbprovision.spi.Credentials;

/**
 * What it takes to reach one server.
 *
 * @param statementMillis limit of one statement; 0 for none
 * @param connections at most, in all
 */
public record ServerTarget(
    String host,
    int port,
    String database,
    Credentials admin,
    TlsChoice choice,
    String applicationName,
    int connectSeconds,
    long statementMillis,
    int connections) {

  public TlsMaterial tls() {
    return choice.material();
  }
}
