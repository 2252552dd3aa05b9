package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.backup.work.BackupName;
import io.dbprovision.core.status.Phase;
import io.dbprovision.spi.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what interrupted backups left in stores: of a failed one at once, and now and then
 * whatever lies where known backups of the same database are, because a killed worker tells nobody.
 */
final class LeftOvers {
  private static final Logger log = LoggerFactory.getLogger(LeftOvers.class);
  private static final Duration BETWEEN = Duration.ofHours(6);

  private static final Duration SOON = Duration.ofSeconds(10);

  /** Longer than any single part takes on its way. */
  private static final Duration AGE = Duration.ofHours(24);

  private final Tools tools;
  private final Map<String, Instant> swept = new ConcurrentHashMap<>();

  @Inject
  LeftOvers(Tools tools) {
    this.tools = tools;
  }

  /**
   * @throws EngineException when the store cannot be reached now
   */
  void ofFailed(CustomResource backup) {
    String path = BackupStatus.path(backup);
    if (backup.status().text("phase", "").equals(Phase.FAILED.toString()) && !path.isEmpty()) {
      StoreSite site = site(backup);
      int removed;
      do {
        removed = tools.stored().clean(site, path, whateverItsAge(tools));
      } while (removed > 0);
    }
  }

  /** For what nobody is at any more; the store's clock may be ahead of ours. */
  static Instant whateverItsAge(Tools tools) {
    return tools.now().plus(Duration.ofHours(1));
  }

  /**
   * Never throws: there is a next time.
   *
   * @return when that is, if it is soon
   */
  Optional<Duration> sweep(CustomResource backup) {
    String database = backup.status().object(BackupStatus.SOURCE).text("database", "");
    if (BackupStatus.path(backup).isEmpty() || database.isEmpty()) {
      return Optional.empty();
    }
    Object place = backup.spec().object("storage").values();
    String key = backup.namespace() + " " + database + " " + place;
    Instant now = tools.now();
    Instant last = swept.getOrDefault(key, Instant.MIN);
    if (last.isAfter(now.minus(BETWEEN))) {
      return Optional.empty();
    }
    swept.put(key, now);
    try {
      StoreSite site = site(backup);
      // never the whole bucket, which may be shared with anything
      String start = site.path(BackupName.start(database));
      int removed = tools.stored().clean(site, start, now.minus(AGE));
      if (removed > 0) {
        log.atInfo().addKeyValue("removed", removed).log("left-overs of backups removed");
      }
    } catch (StillAsking e) {
      swept.remove(key);
      return Optional.of(SOON);
    } catch (EngineException e) {
      log.atDebug().log("left-overs cannot be looked for now: {}", e.getMessage());
    }
    return Optional.empty();
  }

  private StoreSite site(CustomResource backup) {
    return tools.stores().site(backup, "spec.storage", backup.spec().object("storage"));
  }
}
