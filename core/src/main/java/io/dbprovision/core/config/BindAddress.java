package io.dbprovision.core.config;

import java.net.InetSocketAddress;

/**
 * Where a server listens.
 *
 * @param host empty for all addresses of the machine
 * @param port 0 for any free one
 */
public record BindAddress(String host, int port) {

  /** Whether the text says that nothing is to listen: {@code 0} or nothing at all. */
  public static boolean isOff(String text) {
    return text.isEmpty() || text.equals("0");
  }

  /**
   * Reads {@code :8081}, {@code 127.0.0.1:0} or {@code [::1]:8443}.
   *
   * @throws IllegalArgumentException with a sentence for users that quotes the text
   */
  public static BindAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (colon < 0 || (!bracketed && host.indexOf(':') >= 0)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no address; write :8081, 127.0.0.1:8081 or [::1]:8081");
    }
    return new BindAddress(
        bracketed ? host.substring(1, host.length() - 1) : host,
        port(text, text.substring(colon + 1)));
  }

  /** The address to bind; a host name is looked up here. */
  public InetSocketAddress socketAddress() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  private static int port(String text, String digits) {
    if (digits.matches("\\d{1,5}")) {
      int port = Integer.parseInt(digits);
      if (port <= 65_535) {
        return port;
      }
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" has no port between 0 and 65535 after its last colon");
  }
}
