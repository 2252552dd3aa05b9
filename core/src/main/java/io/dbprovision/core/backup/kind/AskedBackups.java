package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.Errand;
import io.dbprovision.core.backup.work.Finding;
import io.dbprovision.core.backup.work.Removed;
import io.dbprovision.core.backup.work.StoreWork;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.Workers;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Backups on claims that the operator cannot open. Every question is an errand of a worker where
 * the claim is: until that is back, {@link StillAsking} is the answer. One errand has the same id
 * whoever asks, and whichever operator: none is run twice at a time, and an operator that is
 * started again finds those of the one before it.
 */
final class AskedBackups implements StoredBackups {
  /** A few questions of one look at an object are answered by one errand. */
  private static final Duration FRESH = Duration.ofSeconds(20);

  /** A claim that was good is not looked at before each backup. */
  private static final Duration TRUSTED = Duration.ofHours(6);

  /** With clocks that are not quite the same. */
  private static final Duration WORTH = Duration.ofMinutes(5);

  /** A key that was wrapped with stays so while others are in use. */
  private static final Duration WRAPPED = Duration.ofMinutes(10);

  private static final Duration SHORT = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofMinutes(20);

  private final Workers workers;
  private final InstantSource clock;
  private final Map<String, Known> answers = new ConcurrentHashMap<>();

  /** What the pods of open questions waited for at last. */
  private final Map<String, String> waited = new ConcurrentHashMap<>();

  private record Known(Finding finding, Instant until) {}

  @Inject
  AskedBackups(Workers workers, InstantSource clock) {
    this.workers = workers;
    this.clock = clock;
  }

  @Override
  public void check(StoreSite site) {
    String question = checking(site);
    Finding good = ask(site, question, new Errand.Check(), SHORT);
    answers.put(id(site, question), new Known(good, clock.instant().plus(TRUSTED)));
  }

  private static String checking(StoreSite site) {
    return "check " + site.prefix();
  }

  @Override
  public Optional<Manifest> manifest(StoreSite site, String path) {
    return look(site, path) instanceof Finding.Archive(Manifest manifest)
        ? Optional.of(manifest)
        : Optional.empty();
  }

  @Override
  public Optional<StoredObject> file(StoreSite site, String path) {
    return switch (look(site, path)) {
      case Finding.File(StoredObject object) -> Optional.of(object);
      case Finding.Broken(String why) -> throw EngineException.of(ErrorKind.INVALID, why);
      case Finding.Archive _,
          Finding.Nothing _,
          Finding.Good _,
          Finding.Removal _,
          Finding.Cleaned _ ->
          Optional.empty();
    };
  }

  private Finding look(StoreSite site, String path) {
    String question = looking(path);
    Finding found = ask(site, question, new Errand.Look(path, site.prefix()), SHORT);
    // each look at it keeps it: the answers to several questions are there at once in the end
    answers.put(id(site, question), new Known(found, clock.instant().plus(FRESH)));
    return found;
  }

  private static String looking(String path) {
    return "look " + path;
  }

  /** Who wrote it has read it back, and nobody else can. */
  @Override
  public Optional<String> doubt(StoreSite site, String path, String uid, WorkResult result) {
    return Optional.empty();
  }

  /** The worker that wraps anew finds out; until then the status counts. */
  @Override
  public Optional<Set<String>> keyIds(StoreSite site, String path) {
    return Optional.empty();
  }

  @Override
  public void rewrap(
      StoreSite site, String path, Collection<EncryptionKey> known, EncryptionKey now) {
    String question = rewrapping(path, now);
    Finding good = ask(site, question, new Errand.Rewrap(path, List.copyOf(known), now), SHORT);
    // whoever waits for a restore to end looks again and again
    answers.put(id(site, question), new Known(good, clock.instant().plus(WRAPPED)));
  }

  @Override
  public void retireOthers(StoreSite site, String path, EncryptionKey now) {
    try {
      Finding _ =
          ask(
              site,
              "retire all but " + now.id() + " of " + path,
              new Errand.Retire(path, now),
              SHORT);
    } catch (EngineException e) {
      // the key may have been another's again meanwhile
      answers.remove(id(site, rewrapping(path, now)));
      throw e;
    }
    answers.remove(id(site, rewrapping(path, now)));
  }

  private static String rewrapping(String path, EncryptionKey now) {
    return "rewrap with " + now.id() + " " + path;
  }

  @Override
  public Removed delete(StoreSite site, String path, String uid) {
    Errand errand = new Errand.Remove(path, site.prefix(), uid);
    if (ask(site, removing(path, uid), errand, LONG) instanceof Finding.Removal(Removed what)) {
      return what;
    }
    throw silent();
  }

  private static String removing(String path, String uid) {
    return "remove " + path + " of " + uid;
  }

  /** The worker goes on until nothing is left. */
  @Override
  public int clean(StoreSite site, String path, Instant before) {
    Finding _ = ask(site, cleaning(path), new Errand.Clean(path, before), LONG);
    return 0;
  }

  private static String cleaning(String path) {
    return "clean " + path;
  }

  /** Its pod may wait for a claim that nobody ever makes. */
  @Override
  public void giveUp(StoreSite site, String path, String uid) {
    for (String question :
        List.of(checking(site), looking(path), cleaning(path), removing(path, uid))) {
      String id = id(site, question);
      waited.remove(id);
      if (!(workers.state(id) instanceof WorkState.Absent)) {
        workers.forget(id);
      }
    }
  }

  private Finding ask(StoreSite site, String question, Errand errand, Duration deadline) {
    String id = id(site, question);
    Instant now = clock.instant();
    answers.values().removeIf(known -> !now.isBefore(known.until()));
    Known known = answers.get(id);
    if (known != null) {
      return known.finding();
    }
    ClaimSite claim = claim(site);
    return switch (workers.state(id)) {
      case WorkState.Absent _ -> {
        workers.start(
            new StoreWork(id, site.access(), errand), site.terms(claim.owner(), "", deadline));
        throw busy(claim);
      }
      case WorkState.Waiting waiting -> {
        waited.put(id, waiting.why());
        throw StillAsking.waiting(
            "the worker in the namespace %s for the claim %s: %s"
                .formatted(claim.owner().namespace(), claim.name(), waiting.why()));
      }
      case WorkState.Running _ -> {
        waited.remove(id);
        throw busy(claim);
      }
      case WorkState.Failed failed -> {
        workers.forget(id);
        throw failure(failed, claim, waited.remove(id));
      }
      case WorkState.Done done when outdated(errand, done.result(), now) -> {
        workers.forget(id);
        throw busy(claim);
      }
      case WorkState.Done done -> {
        workers.forget(id);
        yield done.result().finding().orElseThrow(AskedBackups::silent);
      }
    };
  }

  /** Somebody asked long ago and went away: that tells nothing of what is there now. */
  private static boolean outdated(Errand errand, WorkResult result, Instant now) {
    boolean removed = errand instanceof Errand.Remove || errand instanceof Errand.Clean;
    return !removed && result.finishedAt().isBefore(now.minus(WORTH));
  }

  private static StillAsking busy(ClaimSite claim) {
    return StillAsking.busy(
        "a worker in the namespace %s looks at the claim %s"
            .formatted(claim.owner().namespace(), claim.name()));
  }

  /**
   * @param waited what its pod waited for to the end; null when it came to run
   */
  private static EngineException failure(
      WorkState.Failed failed, ClaimSite claim, @Nullable String waited) {
    EngineException failure =
        EngineException.of(
            failed.kind(),
            "the worker in the namespace %s for the claim %s: %s%s"
                .formatted(
                    claim.owner().namespace(),
                    claim.name(),
                    failed.message(),
                    waited == null ? "" : "; until then: " + waited));
    return failed.path().map(failure::atPath).orElse(failure);
  }

  private static EngineException silent() {
    return EngineException.of(
        ErrorKind.INTERNAL, "the worker did not say what it found; see --worker-image");
  }

  private static String id(StoreSite site, String question) {
    ClaimSite claim = claim(site);
    String text =
        String.join(" ", site.access().name(), claim.owner().namespace(), claim.name(), question);
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static ClaimSite claim(StoreSite site) {
    return site.claim()
        .orElseThrow(() -> new IllegalArgumentException("a store behind a network is not asked"));
  }
}
