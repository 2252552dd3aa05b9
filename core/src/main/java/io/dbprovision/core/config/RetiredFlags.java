package io.dbprovision.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that existing Deployments pass and that have nothing to act on here. */
final class RetiredFlags {
  // The servers speak HTTP/1.1, which is what leaving this flag off asked for.
  @Option(
      names = "--enable-http2",
      arity = "0..1",
      fallbackValue = "true",
      hidden = true,
      description = "Accepted; metrics and webhooks are served over HTTP/1.1.")
  private @Nullable String enableHttp2;

  List<String> warnings() {
    return "true".equals(enableHttp2)
        ? List.of("--enable-http2 is ignored: metrics and webhooks are served over HTTP/1.1")
        : List.of();
  }
}
