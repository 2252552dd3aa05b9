package io.dbprovision.core.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The three clients of one process: one for nearly everything, one for the leader election (it must
 * give up sooner than its lease ends), one that asks for metadata only. Thread-safe.
 */
public final class KubeClients implements AutoCloseable {
  private static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(2);

  private final KubernetesClient main;
  private final KubernetesClient election;
  private final KubernetesClient metadata;

  private KubeClients(Config base, KubeSettings settings) {
    this.main = client(base, settings.requestTimeout(), 2);
    this.election = client(base, ELECTION_TIMEOUT, 0);
    this.metadata =
        new KubernetesClientBuilder()
            .withConfig(configured(base, settings.requestTimeout(), 2))
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("metadata-only", new MetadataOnly()))
            .build();
  }

  /** By {@code KUBECONFIG}, {@code ~/.kube/config} or the service account of the pod. */
  public static KubeClients autodetected(KubeSettings settings) {
    return new KubeClients(Config.autoConfigure(null), settings);
  }

  /**
   * @throws UncheckedIOException when the file can't be read
   */
  public static KubeClients of(Path kubeconfig, KubeSettings settings) {
    if (!Files.isReadable(kubeconfig)) {
      throw new UncheckedIOException(
          new java.io.FileNotFoundException("no readable kubeconfig at " + kubeconfig));
    }
    return new KubeClients(Config.fromKubeconfig(kubeconfig.toFile()), settings);
  }

  KubernetesClient main() {
    return main;
  }

  KubernetesClient election() {
    return election;
  }

  KubernetesClient metadata() {
    return metadata;
  }

  @Override
  public void close() {
    metadata.close();
    main.close();
    election.close();
  }

  private static KubernetesClient client(Config base, Duration timeout, int retries) {
    return new KubernetesClientBuilder().withConfig(configured(base, timeout, retries)).build();
  }

  private static Config configured(Config base, Duration timeout, int retries) {
    return new ConfigBuilder(base)
        .withRequestTimeout((int) timeout.toMillis())
        .withConnectionTimeout((int) timeout.toMillis())
        // the default of ten retries takes 19 s, longer than any of our own back-offs
        .withRequestRetryBackoffLimit(retries)
        .withRequestRetryBackoffInterval(100)
        .build();
  }
}
