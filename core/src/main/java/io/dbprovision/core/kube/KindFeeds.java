package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watches of the API group: opened, and opened again when a CRD has changed. */
final class KindFeeds implements Sync {
  private static final Logger log = LoggerFactory.getLogger(KindFeeds.class);
  private static final Duration LOOK = Duration.ofMillis(50);

  // for about a second after the change a watch still delivers objects of the old schema
  private static final Duration AFTER_SCHEMA_CHANGE = Duration.ofSeconds(2);

  private record KindFeed(CustomKind kind, Feed feed) {}

  private final KubeClients clients;
  private final Feeds feeds;
  private final KubeSettings settings;
  private final InstantSource clock;
  private final List<KindFeed> open = new CopyOnWriteArrayList<>();

  KindFeeds(KubeClients clients, Feeds feeds, KubeSettings settings, InstantSource clock) {
    this.clients = clients;
    this.feeds = feeds;
    this.settings = settings;
    this.clock = clock;
  }

  void open(Collection<KindCache> kinds) {
    for (KindCache kind : kinds) {
      for (String scope :
          FeedSources.scopes(kind.kind().namespaced(), settings.watchNamespaces())) {
        open.add(new KindFeed(kind.kind(), feed(kind, scope)));
      }
    }
    open.forEach(kind -> feeds.open(kind.feed()));
    feeds.open(
        new Feed(
            "customresourcedefinitions",
            FeedSources.informers(clients.metadata(), FeedSources.DEFINITIONS, ""),
            new DefinitionTarget(this::schemaChanged),
            clock,
            settings.reopenAfter()));
  }

  @Override
  public boolean synced() {
    return !open.isEmpty() && open.stream().allMatch(kind -> kind.feed().synced());
  }

  @Override
  public Optional<String> problem() {
    String missing = crdsAnswering(404);
    if (!missing.isEmpty()) {
      return Optional.of(
          "the CRDs "
              + missing
              + " are not installed; install them with kubectl apply -k <release>/crd");
    }
    String forbidden = crdsAnswering(403);
    return forbidden.isEmpty()
        ? Optional.empty()
        : Optional.of("the service account may not list and watch " + forbidden);
  }

  @Override
  public void await(Duration atMost) throws InterruptedException {
    Instant end = clock.instant().plus(atMost);
    while (!synced()) {
      if (!clock.instant().isBefore(end)) {
        String problem = problem().orElse("the caches were not complete after " + atMost);
        log.error("not started: {}", problem);
        throw new KubeException(
            crdsAnswering(404).isEmpty()
                ? KubeException.Kind.UNAVAILABLE
                : KubeException.Kind.NOT_FOUND,
            problem);
      }
      Thread.sleep(LOOK);
    }
  }

  @Override
  public Map<String, Instant> lastSigns() {
    Map<String, Instant> signs = new TreeMap<>();
    open.forEach(kind -> signs.put(kind.feed().name(), kind.feed().lastSign()));
    return signs;
  }

  private void schemaChanged(String plural, boolean appeared) {
    open.stream()
        .filter(kind -> kind.kind().plural().equals(plural))
        .filter(kind -> !appeared || kind.feed().failure() == 404)
        .forEach(
            kind -> {
              log.info("the CRD of {} has changed, its watch is opened again", plural);
              feeds.reopenLater(kind.feed(), AFTER_SCHEMA_CHANGE);
            });
  }

  private Feed feed(KindCache kind, String scope) {
    return new Feed(
        kind.kind().plural() + (scope.isEmpty() ? "" : "/" + scope),
        FeedSources.informers(clients.main(), FeedSources.of(kind.kind()), scope),
        kind.target(scope),
        clock,
        settings.reopenAfter());
  }

  private String crdsAnswering(int code) {
    return open.stream()
        .filter(kind -> kind.feed().failure() == code)
        .map(kind -> kind.kind().plural() + "." + CustomKind.GROUP)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
