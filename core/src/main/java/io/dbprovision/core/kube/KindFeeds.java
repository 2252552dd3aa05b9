package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watches of the API group: opened, and opened again when a CRD has changed. */
final class KindFeeds {
  private static final Logger log = LoggerFactory.getLogger(KindFeeds.class);

  // for about a second after the change a watch still delivers objects of the old schema
  private static final Duration AFTER_SCHEMA_CHANGE = Duration.ofSeconds(2);

  /**
   * @param scope a namespace; empty for all
   */
  private record KindFeed(CustomKind kind, String scope, Feed feed) {}

  private final KubeClients clients;
  private final Feeds feeds;
  private final KubeSettings settings;
  private final InstantSource clock;
  private final List<KindFeed> open = new CopyOnWriteArrayList<>();
  private final AtomicBoolean told = new AtomicBoolean();

  KindFeeds(KubeClients clients, Feeds feeds, KubeSettings settings, InstantSource clock) {
    this.clients = clients;
    this.feeds = feeds;
    this.settings = settings;
    this.clock = clock;
  }

  void open(Collection<KindCache> kinds) {
    for (KindCache kind : kinds) {
      for (String scope : FeedSources.scopes(kind.kind().namespaced(), settings.namespaces())) {
        open.add(new KindFeed(kind.kind(), scope, feed(kind, scope)));
      }
    }
    open.forEach(kind -> feeds.open(kind.feed()));
    open.stream().filter(kind -> !needed(kind.kind())).forEach(this::tellWhenOff);
    feeds.open(
        new Feed(
            "customresourcedefinitions",
            FeedSources.informers(clients.metadata(), FeedSources.DEFINITIONS, ""),
            new DefinitionTarget(this::schemaChanged),
            clock,
            settings.reopenAfter(),
            false));
  }

  /** Kinds of which not everything has been seen yet. */
  List<CustomKind> unsynced() {
    return open.stream()
        .filter(kind -> !kind.feed().synced())
        .map(KindFeed::kind)
        .distinct()
        .toList();
  }

  /** Whether an object of that kind and place would have been seen. */
  boolean see(CustomKind kind, String namespace) {
    return open.stream()
        .filter(watch -> watch.kind().equals(kind) && watch.feed().synced())
        .anyMatch(watch -> watch.scope().isEmpty() || watch.scope().equals(namespace));
  }

  /** The oldest of the kind's watches counts: one that is dead must not hide behind the others. */
  Instant lastSign(CustomKind kind) {
    return open.stream()
        .filter(candidate -> candidate.kind().equals(kind))
        .map(candidate -> candidate.feed().lastSign())
        .min(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
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

  /** Who looks after some namespaces alone may have no rights beyond them. */
  private boolean needed(CustomKind kind) {
    return kind.namespaced() || settings.namespaces().isEmpty();
  }

  private void tellWhenOff(KindFeed kind) {
    CompletableFuture<Void> _ =
        kind.feed()
            .settled()
            .thenRun(
                () -> {
                  if (!kind.feed().synced() && told.compareAndSet(false, true)) {
                    log.warn(
                        "the service account may not watch {}: kinds of the whole cluster are off"
                            + " until it may",
                        kind.kind().plural());
                  }
                });
  }

  private Feed feed(KindCache kind, String scope) {
    return new Feed(
        kind.kind().plural() + (scope.isEmpty() ? "" : "/" + scope),
        FeedSources.informers(clients.main(), FeedSources.of(kind.kind()), scope),
        kind.target(scope),
        clock,
        settings.reopenAfter(),
        needed(kind.kind()));
  }
}
