package io.dbprovision.core.config;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, with its path; null when tracing is off
 * @param ratio how many of all reconciles are traced, from 0 to 1
 * @param headers sent with every request; their values are secrets
 */
public record TracingSettings(@Nullable URI endpoint, double ratio, Map<String, String> headers) {
  /** Nothing is traced. */
  public static final TracingSettings OFF = new TracingSettings(null, 0, Map.of());

  public TracingSettings {
    headers = Map.copyOf(headers);
  }

  /** Empty when tracing is off. */
  public Optional<URI> collector() {
    return Optional.ofNullable(endpoint);
  }

  @Override
  public String toString() {
    return "TracingSettings[" + endpoint + ", " + ratio + ", headers " + headers.keySet() + "]";
  }
}
