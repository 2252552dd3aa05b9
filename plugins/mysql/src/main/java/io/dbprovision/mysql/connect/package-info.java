/**
 * Connections to one server, and what its failures mean.
 *
 * <p>The driver is MariaDB Connector/J on both servers. It is made for both, knows the login
 * plug-ins of both (MySQL's own driver has neither ed25519 nor parsec). Nothing of a manifest is
 * ever parsed as a setting of it: each that is made is made in {@code Connector}: reading of local
 * files, redirection, credential plug-ins, socket factories and every name of a file or class stay
 * at what the driver does without them.
 *
 * <p>{@code Server} lends connections, {@code ServerFacts} says which product and version it is:
 * told by the server, never by the manifest.
 */
@NullMarked
package io.dbprovision.mysql.connect;

import org.jspecify.annotations.NullMarked;
