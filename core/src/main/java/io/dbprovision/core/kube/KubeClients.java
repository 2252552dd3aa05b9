package io.dbprovision.core.kube;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;

/**
 * The connections to the API server: one for work, one that is sent metadata only, one for leader
 * election that never retries, because a retry can outlive the lease.
 */
public final class KubeClients implements AutoCloseable {
  private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
  private static final int LEASE_TIMEOUT_MILLIS = 2_000;

  private final KubernetesClient work;
  private final KubernetesClient metadata;
  private final KubernetesClient lease;

  private KubeClients(Config config) {
    Config base =
        new ConfigBuilder(config)
            .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
            .withConnectionTimeout(REQUEST_TIMEOUT_MILLIS)
            .withRequestRetryBackoffLimit(2)
            .withRequestRetryBackoffInterval(200)
            .build();
    this.work = new KubernetesClientBuilder().withConfig(base).build();
    this.metadata =
        new KubernetesClientBuilder()
            .withConfig(base)
            .withKubernetesSerialization(nullListsAreEmpty())
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("metadata-only", new MetadataOnly()))
            .build();
    this.lease =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(config)
                    .withRequestTimeout(LEASE_TIMEOUT_MILLIS)
                    .withConnectionTimeout(LEASE_TIMEOUT_MILLIS)
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  /** From KUBECONFIG, the usual file, or the pod's own service account. */
  public static KubeClients autoConfigured() {
    return new KubeClients(Config.autoConfigure(null));
  }

  /** An empty list of metadata comes with {@code items: null}. */
  private static KubernetesSerialization nullListsAreEmpty() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    return new KubernetesSerialization(mapper, true);
  }

  KubernetesClient work() {
    return work;
  }

  KubernetesClient metadata() {
    return metadata;
  }

  KubernetesClient lease() {
    return lease;
  }

  /** The namespace that the operator runs in. */
  public String namespace() {
    return Optional.ofNullable(System.getenv("POD_NAMESPACE"))
        .or(() -> Optional.ofNullable(work.getNamespace()))
        .orElse("default");
  }

  @Override
  public void close() {
    work.close();
    metadata.close();
    lease.close();
  }
}
