package io.dbprovision.core.config;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that existing Deployments pass and that have nothing to act on here. */
final class RetiredFlags {
  @Option(names = "--webhook-cert-path", hidden = true, description = "No webhooks.")
  private @Nullable String webhookCertPath;

  @Option(names = "--webhook-cert-name", hidden = true, description = "No webhooks.")
  private @Nullable String webhookCertName;

  @Option(names = "--webhook-cert-key", hidden = true, description = "No webhooks.")
  private @Nullable String webhookCertKey;

  // The metrics server speaks HTTP/1.1, which is what leaving this flag off asked for.
  @Option(
      names = "--enable-http2",
      arity = "0..1",
      fallbackValue = "true",
      hidden = true,
      description = "Accepted; metrics are served over HTTP/1.1.")
  private @Nullable String enableHttp2;

  List<String> warnings() {
    return Stream.of(webhookWarning(), http2Warning()).filter(line -> !line.isEmpty()).toList();
  }

  private String webhookWarning() {
    boolean given =
        Stream.of(webhookCertPath, webhookCertName, webhookCertKey).anyMatch(Objects::nonNull);
    return given ? "The --webhook-cert flags are ignored: this operator has no webhooks" : "";
  }

  private String http2Warning() {
    return "true".equals(enableHttp2)
        ? "--enable-http2 is ignored: metrics are served over HTTP/1.1"
        : "";
  }
}
