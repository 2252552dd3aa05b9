package io.dbprovision.mysql.connect;

import io.dbprovision.jdbc.tls.TlsMaterial;
import io.dbprovision.spi.Credentials;
import java.time.Duration;

/**
 * What it takes to reach one server.
 *
 * @param collation of the connection; a name of letters, digits and underscores
 * @param statement limit of one statement
 * @param answer how long to wait for the network; never less than the statement's limit
 * @param connections at most
 */
public record Target(
    String host,
    int port,
    Credentials admin,
    TlsMaterial tls,
    String collation,
    Duration connect,
    Duration statement,
    Duration answer,
    int connections) {}
