package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.TlsSettings;
import java.util.Objects;

/**
 * A database on a server that is there.
 *
 * @param instance whose server it is
 * @param database the name inside the server
 */
record Site(CustomResource instance, ServerState.Available server, String database) {
  Site {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(database, "database");
  }

  /**
   * @throws EngineException UNSUPPORTED when the server does not have it
   */
  <C> C capability(Class<C> type, String what) {
    return server
        .session()
        .capability(type)
        .orElseThrow(
            () ->
                EngineException.of(
                    ErrorKind.UNSUPPORTED,
                    "%s: this version of its plugin cannot %s"
                        .formatted(server.endpoint().engine(), what)));
  }

  /**
   * The server as a worker's login sees it.
   *
   * @param inside the database that the login is for
   * @param trusted false for a worker in somebody else's namespace, which gets no key of the admin
   */
  Endpoint endpoint(Credentials login, String inside, boolean trusted) {
    Endpoint admin = server.endpoint();
    return Endpoint.builder(admin.engine(), admin.host(), admin.port(), login)
        .database(inside)
        .tls(trusted ? admin.tls() : withoutKey(admin.tls()))
        .options(admin.options())
        .build();
  }

  private static TlsSettings withoutKey(TlsSettings tls) {
    return tls.key().isEmpty()
        ? tls
        : TlsSettings.builder(tls.mode()).ca(tls.ca().orElse(null)).build();
  }
}
