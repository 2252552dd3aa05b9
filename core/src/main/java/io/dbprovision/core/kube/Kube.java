package io.dbprovision.core.kube;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** All ports to one API server, built together and closed together. */
public final class Kube implements AutoCloseable {
  private final KubeClients clients;
  private final Rest rest;
  private final KubeResources resources;
  private final KubeSecrets secrets;
  private final KubeConfigMaps configMaps;
  private final KubeNamespaces namespaces;
  private final KubeReferences references;
  private final KubeEvents events;
  private final InstantSource clock;

  /**
   * @param namespaces watched; empty means all
   * @param requestsInFlight at most, at least 1
   */
  public Kube(
      KubeClients clients,
      String instanceId,
      Set<String> namespaces,
      int requestsInFlight,
      ApiObserver observer,
      InstantSource clock) {
    this.clients = clients;
    this.clock = clock;
    this.rest = new Rest(clients.work(), new ObjectMapper(), requestsInFlight);
    this.resources = new KubeResources(clients, rest, instanceId, namespaces, observer, clock);
    this.secrets = new KubeSecrets(rest, observer);
    this.configMaps = new KubeConfigMaps(rest);
    this.namespaces = new KubeNamespaces(clients, clock);
    this.references = new KubeReferences(clients, namespaces, clock);
    this.events = new KubeEvents(rest, Paths.MANAGER, clock);
  }

  /** Starts all watches; completes when everything that exists has been seen. */
  public CompletableFuture<Void> start() {
    return CompletableFuture.allOf(resources.start(), namespaces.start(), references.start());
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

  public Events events() {
    return events;
  }

  /** Stays the same for the life of the cluster: the uid of its oldest namespace. */
  public String clusterId() {
    return rest.get(Paths.namespace("kube-system"))
        .or(() -> rest.get(Paths.namespace("default")))
        .flatMap(namespace -> Fields.of(namespace).object("metadata").text("uid"))
        .orElseThrow(
            () ->
                new KubeException(
                    KubeException.Kind.NOT_FOUND, "there is no namespace kube-system"));
  }

  /** Which CRDs are not installed; empty when all are. */
  public Set<CustomKind> missingKinds() {
    Optional<Fields> served =
        rest.get("/apis/" + CustomKind.GROUP + "/" + CustomKind.VERSION).map(Fields::of);
    Set<String> names =
        served.stream()
            .flatMap(list -> list.objects("resources").stream())
            .flatMap(resource -> resource.text("kind").stream())
            .collect(Collectors.toSet());
    return CustomKind.ALL.stream()
        .filter(kind -> !names.contains(kind.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Takes part in the election by the Lease of that name.
   *
   * @param namespace empty for the one that the operator runs in
   */
  public LeaseElection election(
      Optional<String> namespace, String name, String identity, LeaseElection.Timing timing) {
    return new LeaseElection(
        clients, rest, namespace.orElseGet(clients::namespace), name, identity, timing);
  }

  /** Asks the API server who may read metrics. */
  public TokenCheck tokenCheck() {
    return new TokenCheck(rest, clock);
  }

  @Override
  public void close() {
    events.close();
    references.close();
    namespaces.close();
    resources.close();
    clients.close();
  }
}
