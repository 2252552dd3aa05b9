package io.dbprovision.core.secret.template;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding as Go's {@code net/url} does it; differs from {@code URLEncoder} in signs. */
public final class UrlEscape {
  private static final String UNRESERVED = "-_.~";
  private static final String ALLOWED_IN_PATH = UNRESERVED + "$&+=:@";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private UrlEscape() {}

  /** For a value of a query: a space becomes a plus sign. */
  public static String query(String text) {
    return escape(text, UNRESERVED, "+");
  }

  /** For one segment of a path: a space becomes {@code %20}, a slash {@code %2F}. */
  public static String pathSegment(String text) {
    return escape(text, ALLOWED_IN_PATH, "%20");
  }

  private static String escape(String text, String allowed, String space) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || allowed.indexOf(c) >= 0;
      if (plain) {
        escaped.append(c);
      } else if (c == ' ') {
        escaped.append(space);
      } else {
        escaped.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return escaped.toString();
  }
}
