package io.dbprovision.core.credential;

import io.dbprovision.spi.Endpoint;

/**
 * What readers of a Secret are told of the server.
 *
 * @param tlsMode {@code spec.tls.mode} of the instance when TLS is enabled there, otherwise empty
 * @param scheme as {@link io.dbprovision.spi.Engine#scheme}
 */
public record Access(Endpoint endpoint, String tlsMode, String scheme) {}
