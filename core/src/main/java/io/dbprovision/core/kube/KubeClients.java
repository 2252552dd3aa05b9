package io.dbprovision.core.kube;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The three clients of one process: one for nearly everything, one for the leader election (it must
 * give up sooner than its lease ends), one that asks for metadata only. Thread-safe.
 */
public final class KubeClients implements AutoCloseable {
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  private static final int RETRIES = 2;
  private static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(2);

  private final KubernetesClient main;
  private final KubernetesClient election;
  private final KubernetesClient metadata;

  private KubeClients(Config base) {
    KubernetesSerialization json = json();
    this.main = client(base, REQUEST_TIMEOUT, RETRIES, json).build();
    this.election = client(base, ELECTION_TIMEOUT, 0, json).build();
    this.metadata =
        client(base, REQUEST_TIMEOUT, RETRIES, json)
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("metadata-only", new MetadataOnly()))
            .build();
  }

  /** By {@code KUBECONFIG}, {@code ~/.kube/config} or the service account of the pod. */
  public static KubeClients autoConfigured() {
    return new KubeClients(Config.autoConfigure(null));
  }

  /**
   * @throws UncheckedIOException when the file can't be read
   */
  public static KubeClients of(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      throw new UncheckedIOException(
          new java.io.FileNotFoundException("no readable kubeconfig at " + kubeconfig));
    }
    return new KubeClients(Config.fromKubeconfig(kubeconfig.toFile()));
  }

  /** One client alone, for what ends soon and neither leads nor watches. */
  static KubernetesClient single(Config base) {
    return client(base, REQUEST_TIMEOUT, RETRIES, json()).build();
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

  /** Where the operator runs: by {@code POD_NAMESPACE}, the service account or the kubeconfig. */
  public String namespace() {
    return Optional.ofNullable(System.getenv("POD_NAMESPACE"))
        .filter(name -> !name.isBlank())
        .or(() -> Optional.ofNullable(main.getConfiguration().getNamespace()))
        .orElse("default");
  }

  @Override
  public void close() {
    metadata.close();
    main.close();
    election.close();
  }

  private static KubernetesClientBuilder client(
      Config base, Duration timeout, int retries, KubernetesSerialization json) {
    return new KubernetesClientBuilder()
        .withConfig(configured(base, timeout, retries))
        .withKubernetesSerialization(json);
  }

  /** One for all: it is the largest part of a client. */
  private static KubernetesSerialization json() {
    ObjectMapper mapper = new ObjectMapper();
    // an empty list of metadata comes as null, which ends the informer's first list by an exception
    mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    // true would load each of the 600 kinds that the client knows
    return new KubernetesSerialization(mapper, false);
  }

  private static Config configured(Config base, Duration timeout, int retries) {
    return new ConfigBuilder(base)
        .withRequestTimeout((int) timeout.toMillis())
        .withConnectionTimeout((int) timeout.toMillis())
        // the default of ten retries takes 19 s, longer than any of our own back-offs
        .withRequestRetryBackoffLimit(retries)
        .withRequestRetryBackoffInterval(100)
        // a connection that died without a word blocks all of HTTP/2 for a quarter of an hour:
        // nothing pings it, and a request that timed out leaves it in use; with HTTP/1.1 it is
        // thrown away
        .withHttp2Disable(true)
        .build();
  }
}
