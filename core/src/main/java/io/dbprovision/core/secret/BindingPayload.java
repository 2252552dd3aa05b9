package io.dbprovision.core.secret;

import io.dbprovision.core.secret.template.UrlEscape;
import io.dbprovision.spi.SecretText;
import java.util.Map;

/** A Secret as the Service Binding specification (servicebinding.io) wants it. Pure. */
public final class BindingPayload {
  private static final String TYPE = "servicebinding.io/";

  private BindingPayload() {}

  /**
   * @param scheme of the engine's URIs, which is also the type of the service; not empty
   * @param database that applications connect to; empty for none
   */
  public static Map<String, SecretText> of(TemplateValues values, String scheme, String database) {
    return Map.of(
        "type",
        SecretText.of(scheme),
        "provider",
        SecretText.of(SecretKeys.MANAGED_BY),
        SecretKeys.HOST,
        SecretText.of(values.host()),
        SecretKeys.PORT,
        SecretText.of(Integer.toString(values.port())),
        SecretKeys.USERNAME,
        SecretText.of(values.username()),
        SecretKeys.PASSWORD,
        values.password(),
        "database",
        SecretText.of(database),
        "uri",
        SecretText.of(uri(values, scheme, database)));
  }

  /** Of the Secret itself. */
  public static String secretType(String scheme) {
    return TYPE + scheme;
  }

  private static String uri(TemplateValues values, String scheme, String database) {
    String host = values.host();
    return scheme
        + "://"
        + escaped(values.username())
        + ":"
        + escaped(values.password().reveal())
        + "@"
        + (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host)
        + ":"
        + values.port()
        + "/"
        + escaped(database);
  }

  /** Whatever is not a letter, a digit or one of {@code -_.~}: right in every part of a URI. */
  private static String escaped(String text) {
    return UrlEscape.query(text).replace("+", "%20");
  }
}
