package io.dbprovision.gcs;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.net.URI;
import java.util.Locale;

/**
 * Where a service account's key may have the operator ask for tokens. The key names that address
 * itself: whoever writes the Secret could have any server asked from inside the cluster.
 */
final class TokenServers {
  private TokenServers() {}

  /** Google's; of a bucket that is somewhere else, that somewhere too. */
  static boolean allowed(URI server, GcsOptions options) {
    String host = host(server);
    if ("https".equals(server.getScheme())
        && (host.equals("googleapis.com") || host.endsWith(".googleapis.com"))
        && server.getRawUserInfo() == null) {
      return true;
    }
    return elsewhere(options) && host.equals(host(URI.create(options.root())));
  }

  static EngineException refused(String path, GcsOptions options) {
    return EngineException.at(
        ErrorKind.INVALID,
        path + ".secretRef.key",
        "the token_uri of the service account's key must be an https address below googleapis.com"
            + (elsewhere(options) ? ", or on the host of endpoint" : ""));
  }

  private static boolean elsewhere(GcsOptions options) {
    return options.endpoint() != null && !GcsBlock.isGoogle(options.endpoint());
  }

  private static String host(URI address) {
    String host = address.getHost();
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }
}
