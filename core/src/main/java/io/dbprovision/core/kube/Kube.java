package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Everything this package offers, put together over one set of clients. Thread-safe. */
public final class Kube implements AutoCloseable {
  private final Feeds feeds;
  private final Fabric8Resources resources;
  private final Fabric8Secrets secrets;
  private final Fabric8ConfigMaps configMaps;
  private final Fabric8Namespaces namespaces;
  private final MetadataReferences references;
  private final Fabric8Events events;
  private final ClusterId clusterId;
  private final MetricsAccess metricsAccess;

  /**
   * Opens no connection; {@link #start} does.
   *
   * @param clients stay the caller's to close, after this
   * @param host this process, as Events name it
   */
  public Kube(
      List<CustomKind> kinds,
      KubeClients clients,
      KubeSettings settings,
      InstantSource clock,
      ApiObserver observer,
      String host) {
    ApiServer api = new ApiServer(clients.main(), settings, observer);
    this.feeds = new Feeds();
    this.resources = new Fabric8Resources(kinds, clients, api, feeds, settings, clock);
    this.secrets = new Fabric8Secrets(api);
    this.configMaps = new Fabric8ConfigMaps(api);
    this.namespaces = new Fabric8Namespaces(clients, api, feeds, settings, clock);
    this.references = new MetadataReferences(clients, feeds, settings, clock);
    this.events = new Fabric8Events(api, clock, new SecureRandom(), host);
    this.clusterId = new ClusterId(api);
    this.metricsAccess = new MetricsAccess(api, clock);
  }

  /**
   * Opens every watch and returns at once. Declare indexes and subscribe before; wait by {@code
   * resources().sync()} after.
   */
  public void start() {
    namespaces.start();
    resources.start();
    references.start();
  }

  public Fabric8Resources resources() {
    return resources;
  }

  public Fabric8Secrets secrets() {
    return secrets;
  }

  public Fabric8ConfigMaps configMaps() {
    return configMaps;
  }

  public Fabric8Namespaces namespaces() {
    return namespaces;
  }

  public MetadataReferences references() {
    return references;
  }

  public Fabric8Events events() {
    return events;
  }

  public ClusterId clusterId() {
    return clusterId;
  }

  public MetricsAccess metricsAccess() {
    return metricsAccess;
  }

  @Override
  public void close() {
    feeds.close();
    resources.close();
    events.close();
  }
}
