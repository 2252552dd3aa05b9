package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.config.CrossNamespace;
import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.reconcile.InitSqlForecast;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.SecretReader;
import io.dbprovision.spi.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The cluster of a kubeconfig, asked object by object. */
final class LiveCluster implements PlanCluster {
  /** The instance id that an operator has unless it is told another one. */
  private static final String OPERATOR = "default";

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
  public Optional<Tenant> tenant() {
    String cluster = allowed(kube::clusterId).orElse("none");
    return Optional.of(new Tenant(cluster, OPERATOR, kube.namespace()));
  }

  @Override
  public Optional<CustomResource> find(ResourceKey key) {
    return answered(
        () -> {
          try {
            return kube.read(key);
          } catch (KubeException e) {
            if (e.kind() == KubeException.Kind.NOT_FOUND) {
              return Optional.empty(); // nothing can have such a name
            }
            throw e;
          }
        });
  }

  @Override
  public Known known(Set<String> namespaces) {
    List<CustomResource> found = new ArrayList<>();
    boolean all = true;
    for (CustomKind kind : CustomKind.ALL) {
      Optional<List<CustomResource>> everywhere = allowed(() -> kube.list(kind, Optional.empty()));
      all &= everywhere.isPresent();
      everywhere.ifPresentOrElse(
          found::addAll,
          () -> {
            if (kind.namespaced()) {
              namespaces.forEach(
                  namespace ->
                      allowed(() -> kube.list(kind, Optional.of(namespace)))
                          .ifPresent(found::addAll));
            }
          });
    }
    return new Known(
        found,
        all
            ? Optional.empty()
            : Optional.of(
                "this account may not list the objects of all namespaces: what others ask for on the"
                    + " same login or database is not counted"));
  }

  @Override
  public String whyNothing() {
    return "the cluster has no status of it";
  }

  @Override
  public Optional<InitSqlForecast> initSql(CustomResource database, Plan plan) {
    return answered(() -> InitSqlForecast.of(database, plan, reader));
  }

  /** Empty when our account may not know. */
  private static <T> Optional<T> allowed(Supplier<T> question) {
    return answered(
        () -> {
          try {
            return Optional.of(question.get());
          } catch (KubeException e) {
            if (e.kind() == KubeException.Kind.FORBIDDEN
                || e.kind() == KubeException.Kind.NOT_FOUND) {
              return Optional.empty();
            }
            throw e;
          }
        });
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
