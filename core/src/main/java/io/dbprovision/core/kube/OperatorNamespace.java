package io.dbprovision.core.kube;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The namespace this process runs in. */
public final class OperatorNamespace {
  private static final Logger log = LoggerFactory.getLogger(OperatorNamespace.class);
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  private OperatorNamespace() {}

  /** By {@code POD_NAMESPACE}, the service account, the kubeconfig's context; else default. */
  public static String detect(Map<String, String> environment, KubeClients clients) {
    return Optional.ofNullable(environment.get("POD_NAMESPACE"))
        .filter(name -> !name.isBlank())
        .or(() -> content(SERVICE_ACCOUNT))
        .or(() -> Optional.ofNullable(clients.main().getConfiguration().getNamespace()))
        .orElse("default");
  }

  private static Optional<String> content(Path file) {
    try {
      return Files.isReadable(file)
          ? Optional.of(Files.readString(file).strip()).filter(name -> !name.isEmpty())
          : Optional.empty();
    } catch (IOException e) {
      log.warn("{} can't be read, the kubeconfig's namespace is taken", file, e);
      return Optional.empty();
    }
  }
}
