package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.config.CrossNamespace;
import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.reconcile.InitSqlForecast;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.SecretReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The cluster of a kubeconfig, asked object by object. */
final class LiveCluster implements PlanCluster {
  private final Kube kube;
  private final SecretReader reader;

  private LiveCluster(Kube kube) {
    this.kube = kube;
    // who plans reads by an account of their own: what the operator would be let is not asked here
    Consent consent = new Consent(CrossNamespace.ALLOW, kube.namespaces(), kube.events());
    this.reader = new SecretReader(kube.secrets(), kube.configMaps(), consent);
  }

  /**
   * @param kube closed with this
   * @throws CliException when it does not answer
   */
  static LiveCluster of(Kube kube) {
    try {
      answered(kube::missingKinds);
      return new LiveCluster(kube);
    } catch (CliException e) {
      kube.close();
      throw e;
    }
  }

  @Override
  public Fields status(CustomResource manifest) {
    ResourceKey key = placed(manifest).key();
    return answered(() -> kube.read(key)).map(CustomResource::status).orElse(Fields.empty());
  }

  @Override
  public String whyNothing() {
    return "the cluster has no status of it";
  }

  @Override
  public Optional<InitSqlForecast> initSql(CustomResource database) {
    return answered(() -> InitSqlForecast.of(placed(database), reader));
  }

  /** Where kubectl would put it. */
  private CustomResource placed(CustomResource manifest) {
    if (!manifest.kind().namespaced() || !manifest.namespace().isEmpty()) {
      return manifest;
    }
    Metadata plain = manifest.metadata();
    Metadata placed =
        new Metadata(
            kube.namespace(),
            plain.name(),
            plain.uid(),
            plain.resourceVersion(),
            plain.generation(),
            plain.created(),
            plain.deletionRequested(),
            plain.labels(),
            plain.annotations(),
            List.of());
    return new CustomResource(manifest.kind(), placed, manifest.spec(), manifest.status());
  }

  private static <T> T answered(Supplier<T> question) {
    try {
      return question.get();
    } catch (KubeException e) {
      throw new CliException(
          "the API server: %s (%s, or plan with --offline)"
              .formatted(e.getMessage(), ClusterOptions.wayOut(e)),
          e);
    }
  }

  @Override
  public void close() {
    kube.close();
  }
}
