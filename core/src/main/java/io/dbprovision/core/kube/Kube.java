package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** All ports to one API server, built together and closed together. Thread-safe. */
public final class Kube implements AutoCloseable {
  private final List<CustomKind> kinds;
  private final KubeClients clients;
  private final InstantSource clock;
  private final ApiServer api;
  private final Feeds feeds;
  private final KubeResources resources;
  private final KubeSecrets secrets;
  private final KubeConfigMaps configMaps;
  private final KubeNamespaces namespaces;
  private final KubeReferences references;
  private final KubeEvents events;
  private final KubeWorkloads workloads;
  private final KubeJobs jobs;
  private final KubeOwnAccount account;
  private final KubeBelongings belongings;

  /**
   * Opens no connection; {@link #start} does.
   *
   * @param clients closed with this
   * @param instanceId objects labelled for another operator instance are not ours
   * @param namespaces watched; empty means all
   * @param requestsInFlight at most, at least 1; the client fails above about 100
   */
  public Kube(
      KubeClients clients,
      String instanceId,
      Set<String> namespaces,
      int requestsInFlight,
      ApiObserver observer,
      InstantSource clock) {
    this(
        CustomKind.ALL,
        clients,
        new KubeSettings(instanceId, namespaces, KubeSettings.REOPEN_AFTER),
        requestsInFlight,
        observer,
        clock);
  }

  Kube(
      List<CustomKind> kinds,
      KubeClients clients,
      KubeSettings settings,
      int requestsInFlight,
      ApiObserver observer,
      InstantSource clock) {
    this.kinds = List.copyOf(kinds);
    this.clients = clients;
    this.clock = clock;
    this.api = new ApiServer(clients.main(), requestsInFlight, observer);
    this.feeds = new Feeds();
    this.resources = new KubeResources(kinds, clients, api, feeds, settings, clock);
    this.secrets = new KubeSecrets(api);
    this.configMaps = new KubeConfigMaps(api);
    this.namespaces = new KubeNamespaces(clients, api, feeds, settings, clock);
    this.references = new KubeReferences(clients, feeds, settings, clock);
    this.workloads = new KubeWorkloads(api);
    this.account = new KubeOwnAccount(api);
    this.belongings = new KubeBelongings(api, account);
    SecureRandom random = new SecureRandom();
    this.jobs =
        new KubeJobs(
            api,
            clients,
            settings.namespaces(),
            new JobSeals(api, clients.namespace(), account, random));
    this.events = new KubeEvents(api, clock, random);
  }

  /**
   * Opens every watch. Declare indexes and subscribe before.
   *
   * @return done when all objects of the API group have been seen once, and everything else that
   *     the service account may see; never done exceptionally: the attempts go on
   */
  public CompletableFuture<Void> start() {
    namespaces.start();
    references.start();
    resources.start();
    return feeds.settled();
  }

  public KubeResources resources() {
    return resources;
  }

  public Secrets secrets() {
    return secrets;
  }

  public ConfigMaps configMaps() {
    return configMaps;
  }

  public Namespaces namespaces() {
    return namespaces;
  }

  public References references() {
    return references;
  }

  public Workloads workloads() {
    return workloads;
  }

  public Jobs jobs() {
    return jobs;
  }

  public KubeEvents events() {
    return events;
  }

  /**
   * Stays the same for the life of the cluster: the uid of {@code kube-system}, or of {@code
   * default} where that one may not be read.
   *
   * @throws KubeException when neither can be read
   */
  public String clusterId() {
    return uid("kube-system")
        .or(() -> uid("default"))
        .orElseThrow(
            () ->
                new KubeException(
                    KubeException.Kind.FORBIDDEN,
                    "the service account can get neither namespace kube-system nor default"));
  }

  /**
   * An object as it is now, without any cache.
   *
   * @throws KubeException when our account may not read it, or there is no answer
   */
  public Optional<CustomResource> read(ResourceKey key) {
    return api.get(ApiPath.of(key)).map(found -> Views.resource(key.kind(), found));
  }

  /**
   * All objects of a kind as they are now, without any cache.
   *
   * @param namespace empty for all; ignored for a kind of the whole cluster
   * @throws KubeException when our account may not list them, or there is no answer
   */
  public List<CustomResource> list(CustomKind kind, Optional<String> namespace) {
    ApiPath path =
        namespace
            .map(name -> ApiPath.collection(kind, name))
            .orElseGet(() -> ApiPath.everywhere(kind));
    return api.get(path).stream()
        .flatMap(list -> Fields.of(list.getAdditionalProperties()).objects("items").stream())
        .map(item -> Views.resource(kind, object(item)))
        .toList();
  }

  private GenericKubernetesResource object(Fields item) {
    return clients
        .main()
        .getKubernetesSerialization()
        .convertValue(item.values(), GenericKubernetesResource.class);
  }

  /** Where objects are that name no namespace, as the kubeconfig has it. */
  public String namespace() {
    return clients.namespace();
  }

  /** Which CRDs are not installed; empty when all are. */
  public Set<CustomKind> missingKinds() {
    Set<String> served =
        api.get(ApiPath.group()).stream()
            .flatMap(
                list -> Fields.of(list.getAdditionalProperties()).objects("resources").stream())
            .flatMap(resource -> resource.text("kind").stream())
            .collect(Collectors.toSet());
    return kinds.stream()
        .filter(kind -> !served.contains(kind.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * A CRD as it is installed, as JSON; empty when it is not there.
   *
   * @throws KubeException FORBIDDEN when our account may not read it
   */
  public Optional<String> definition(String name) {
    return api.get(ApiPath.definitions().named(name))
        .map(clients.main().getKubernetesSerialization()::asJson);
  }

  /**
   * Takes part in the election by the Lease of that name.
   *
   * @param namespace empty for the one that the operator runs in
   */
  public LeaseElection election(
      Optional<String> namespace, String name, String identity, LeaseElection.Timing timing) {
    String home = namespace.orElseGet(clients::namespace);
    return new LeaseElection(
        clients, home, name, identity, timing, () -> belongings.takeLease(home, name));
  }

  /** What tells the API server to ask us before it stores something. */
  public WebhookConfigurations webhooks() {
    return new KubeWebhookConfigurations(api);
  }

  /** Whom the API server takes us for. */
  public OwnAccount ownAccount() {
    return account;
  }

  /** What goes with the operator when it is taken away. */
  public Belongings belongings() {
    return belongings;
  }

  /** Asks the API server who may read metrics. */
  public TokenCheck tokenCheck() {
    return new TokenCheck(api, clock);
  }

  /** What the operator's own account may not do; empty when nothing is missing. */
  public List<String> missingPermissions() {
    return new Permissions(api).missing();
  }

  /** The same of what it does not need unless somebody wants workloads to be restarted. */
  public List<String> missingWorkloadPermissions() {
    return new Permissions(api).missingForWorkloads();
  }

  /** The same of what it needs only where Jobs do backups and restores. */
  public List<String> missingJobPermissions() {
    return new Permissions(api).missingForJobs();
  }

  @Override
  public void close() {
    feeds.close();
    resources.close();
    events.close();
    clients.close();
  }

  private Optional<String> uid(String namespace) {
    try {
      return api.get(ApiPath.namespaces().named(namespace))
          .map(GenericKubernetesResource::getMetadata)
          .map(meta -> meta.getUid());
    } catch (KubeException e) {
      if (e.kind() == KubeException.Kind.FORBIDDEN) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
