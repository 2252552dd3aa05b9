package io.dbprovision.store;

import io.dbprovision.spi.Validation;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Addresses of services that are not the provider's own. */
public final class Urls {
  private Urls() {}

  /** With what is wrong with an address; an absent one is right. */
  public static Validation checked(Validation before, String path, @Nullable String text) {
    return text == null || isWeb(text)
        ? before
        : before.invalid(path, "must be an http or https URL of a host, without query");
  }

  private static boolean isWeb(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return web
          && uri.getHost() != null
          && uri.getQuery() == null
          && uri.getFragment() == null
          && uri.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
