package io.dbprovision.core.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags about webhooks. */
final class WebhookFlags {
  @Option(
      names = "--webhook-bind-address",
      defaultValue = "0",
      paramLabel = "<address>",
      description =
          "Where the API server's reviews are answered, such as :9443; 0 is off (default:"
              + " ${DEFAULT-VALUE}).")
  private String address = "";

  @Option(
      names = "--webhook-service",
      defaultValue = "db-provision-operator-webhook",
      paramLabel = "<name>",
      description =
          "The Service by which the API server reaches it, and the start of the name of the Secret"
              + " with its certificate (default: ${DEFAULT-VALUE}).")
  private String service = "";

  @Option(
      names = "--webhook-configuration",
      defaultValue = "db-provision-operator-webhook",
      paramLabel = "<name>",
      description =
          "The ValidatingWebhookConfiguration that is told of the certificate (default:"
              + " ${DEFAULT-VALUE}).")
  private String configuration = "";

  @Option(
      names = "--webhook-cert-path",
      defaultValue = "",
      paramLabel = "<folder>",
      description =
          "Folder of the webhooks' certificate, of which the API server is told by others (default:"
              + " the operator makes one, and tells).")
  private String certPath = "";

  @Option(
      names = "--webhook-cert-name",
      defaultValue = "tls.crt",
      paramLabel = "<file>",
      description = "The certificate in that folder (default: ${DEFAULT-VALUE}).")
  private String certName = "";

  @Option(
      names = "--webhook-cert-key",
      defaultValue = "tls.key",
      paramLabel = "<file>",
      description = "Its private key (default: ${DEFAULT-VALUE}).")
  private String certKey = "";

  WebhookSettings read(FlagReader reader) {
    return new WebhookSettings(
        OperatorFlags.address(reader, "--webhook-bind-address", address),
        certificate(reader),
        service,
        configuration);
  }

  /** Existing Deployments pass a folder, and have no webhooks. */
  List<String> warnings() {
    return certPath.isEmpty() || !address.equals("0")
        ? List.of()
        : List.of(
            "The --webhook-cert flags have no effect without --webhook-bind-address: there are no webhooks");
  }

  private @Nullable CertificateFiles certificate(FlagReader reader) {
    if (certPath.isEmpty()) {
      return null;
    }
    Path folder = reader.read("--webhook-cert-path", certPath, Path.of(""), Path::of);
    return new CertificateFiles(
        reader.read("--webhook-cert-name", certName, folder, folder::resolve),
        reader.read("--webhook-cert-key", certKey, folder, folder::resolve));
  }
}
