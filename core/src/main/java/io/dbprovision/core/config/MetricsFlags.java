package io.dbprovision.core.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags about metrics. */
final class MetricsFlags {
  @Option(
      names = "--metrics-bind-address",
      defaultValue = "0",
      paramLabel = "<address>",
      description =
          "Where /metrics is served, such as :8443; 0 is off (default: ${DEFAULT-VALUE}).")
  private String address = "";

  @Option(
      names = "--metrics-secure",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      paramLabel = "<bool>",
      description =
          "Serve metrics over HTTPS, to callers whom the API server lets read them (default:"
              + " ${DEFAULT-VALUE}).")
  private String secure = "";

  @Option(
      names = "--metrics-cert-path",
      defaultValue = "",
      paramLabel = "<folder>",
      description = "Folder of the metrics certificate (default: one is made at the start).")
  private String certPath = "";

  @Option(
      names = "--metrics-cert-name",
      defaultValue = "tls.crt",
      paramLabel = "<file>",
      description = "The certificate in that folder (default: ${DEFAULT-VALUE}).")
  private String certName = "";

  @Option(
      names = "--metrics-cert-key",
      defaultValue = "tls.key",
      paramLabel = "<file>",
      description = "Its private key (default: ${DEFAULT-VALUE}).")
  private String certKey = "";

  MetricsSettings read(FlagReader reader) {
    return new MetricsSettings(
        OperatorFlags.address(reader, "--metrics-bind-address", address),
        reader.bool("--metrics-secure", secure),
        certificate(reader));
  }

  private @Nullable CertificateFiles certificate(FlagReader reader) {
    if (certPath.isEmpty()) {
      return null;
    }
    Path folder = reader.read("--metrics-cert-path", certPath, Path.of(""), Path::of);
    return new CertificateFiles(
        reader.read("--metrics-cert-name", certName, folder, folder::resolve),
        reader.read("--metrics-cert-key", certKey, folder, folder::resolve));
  }
}
