package io.dbprovision.core.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The flags about traces. */
final class TracingFlags {
  /** As OpenTelemetry names it: {@code name=value,name=value}, values percent-encoded. */
  static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";

  private static final String PATH = "/v1/traces";

  /** A token of RFC 9110, 5.6.2. */
  private static final Pattern NAME = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+");

  @Option(
      names = "--tracing-endpoint",
      defaultValue = "",
      paramLabel = "<url>",
      description =
          "Send traces to this OpenTelemetry collector by OTLP over HTTP, such as"
              + " http://collector:4318; what it wants to be signed in with is taken from"
              + " $"
              + HEADERS
              + " (default: no traces).")
  private String endpoint = "";

  @Option(
      names = "--tracing-sampling-ratio",
      defaultValue = "1",
      paramLabel = "<ratio>",
      description = "How many reconciles are traced, from 0 to 1 (default: ${DEFAULT-VALUE}).")
  private String ratio = "";

  /**
   * @param environment the process's variables
   */
  TracingSettings read(FlagReader reader, Map<String, String> environment) {
    double share = reader.read("--tracing-sampling-ratio", ratio, 1.0, TracingFlags::ratio);
    if (endpoint.isEmpty()) {
      return TracingSettings.OFF;
    }
    URI collector =
        reader.read("--tracing-endpoint", endpoint, URI.create("http://x"), TracingFlags::url);
    return new TracingSettings(
        collector,
        share,
        reader.read(
            HEADERS, environment.getOrDefault(HEADERS, ""), Map.of(), TracingFlags::headers));
  }

  private static double ratio(String text) {
    double share;
    try {
      share = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no number", e);
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("\"" + text + "\" is not between 0 and 1");
    }
    return share;
  }

  /** An address without a path gets the one that the protocol names. */
  private static URI url(String text) {
    if (text.contains("@")) {
      // not quoted: what is before it may be a password
      throw new IllegalArgumentException(
          "an address has no login in it; what the collector wants to be signed in with is taken"
              + " from $"
              + HEADERS);
    }
    URI given = URI.create(text);
    boolean http = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
    if (!http || given.getHost() == null) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no address such as http://collector:4318");
    }
    return given.getPath().isEmpty() || given.getPath().equals("/") ? given.resolve(PATH) : given;
  }

  private static Map<String, String> headers(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : FlagReader.list(text)) {
      int equals = header.indexOf('=');
      if (equals < 1) {
        // not quoted: the text is a secret
        throw new IllegalArgumentException("it is not of the form name=value,name=value");
      }
      headers.put(name(header.substring(0, equals).strip()), value(header.substring(equals + 1)));
    }
    return headers;
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("a name in it is none that a header can have");
    }
    return text;
  }

  /** No message quotes it: it is a secret. */
  private static String value(String text) {
    String value;
    try {
      value = URLDecoder.decode(text.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a value in it is not percent-encoded as it has to be");
    }
    if (value.chars().anyMatch(each -> each < ' ' || each > '~')) {
      throw new IllegalArgumentException("a value in it has characters that no header can have");
    }
    return value;
  }
}
