package io.dbprovision.core.discovery;

import static io.dbprovision.core.status.Reasons.SYNCED;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.Intervals;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.instance.Survey;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Searches servers for what nobody keeps, where {@code spec.discovery} asks for it: by interval,
 * and at once when the instance's spec or its wishes have changed.
 */
final class Discoverer implements Survey {
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final Scan scan;
  private final DiscoveryObserver observer;
  private final InstantSource clock;
  private final Map<ResourceKey, Last> scans = new ConcurrentHashMap<>();

  @Inject
  Discoverer(Scan scan, DiscoveryObserver observer, InstantSource clock) {
    this.scan = scan;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * The last look.
   *
   * @param asked what it was asked for
   */
  private record Last(Asked asked, Instant next, Optional<Failure> failure) {}

  private record Asked(long generation, List<String> wishes) {
    static Asked of(CustomResource instance) {
      return new Asked(
          instance.metadata().generation(),
          Sort.ALL.stream()
              .map(sort -> instance.metadata().annotation(sort.annotation()).orElse(""))
              .toList());
    }
  }

  @Override
  public Optional<Duration> look(ServerState.Available server, StatusDraft draft) {
    CustomResource instance = draft.resource();
    Fields discovery = instance.spec().object("discovery");
    if (!discovery.flag("enabled", false)) {
      if (scans.remove(instance.key()) != null || draft.block(Findings.BLOCK).has("lastScan")) {
        observer.unwatched(instance.key());
      }
      draft.set(Findings.BLOCK, null);
      return Optional.empty();
    }
    Instant now = clock.instant();
    Asked asked = Asked.of(instance);
    Last last = scans.get(instance.key());
    if (last == null || !last.asked().equals(asked) || !last.next().isAfter(now)) {
      last = scan(server, draft, asked, now);
      scans.put(instance.key(), last);
    }
    last.failure()
        .ifPresent(failure -> draft.condition(SYNCED, false, failure.reason(), failure.text()));
    return Optional.of(Duration.between(now, last.next()));
  }

  private Last scan(ServerState.Available server, StatusDraft draft, Asked asked, Instant now) {
    CustomResource instance = draft.resource();
    try {
      Duration interval = Intervals.discovery(instance.spec().object("discovery"));
      List<Discovery.Found> found = discovery(server).find();
      Findings findings = new Findings(draft.block(Findings.BLOCK), draft.now());
      scan.sift(instance, found, findings);
      draft.set(Findings.BLOCK, findings.block());
      observer.scanned(instance.key(), true);
      return new Last(asked, now.plus(interval), Optional.empty());
    } catch (EngineException e) {
      observer.scanned(instance.key(), false);
      EngineException named = e.path().isEmpty() ? e.atPath("spec.discovery") : e;
      return new Last(asked, now.plus(AFTER_FAILURE), Optional.of(Failure.of(named)));
    }
  }

  private static Discovery discovery(ServerState.Available server) {
    return server
        .session()
        .capability(Discovery.class)
        .orElseThrow(
            () ->
                EngineException.at(
                    ErrorKind.UNSUPPORTED,
                    "spec.discovery",
                    "this engine cannot tell what is on a server"));
  }

  @Override
  public void forget(ResourceKey instance) {
    scans.remove(instance);
  }
}
