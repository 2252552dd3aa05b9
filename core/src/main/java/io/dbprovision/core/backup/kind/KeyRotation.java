package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the data key of a completed backup wrapped with the key that its manifest names now. The
 * file for the new key is added and proven, then those of the others go; each step may be taken
 * again after a crash. A key that cannot be found is a warning and changes nothing.
 */
final class KeyRotation {
  private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);
  private static final Duration RARELY = Duration.ofHours(6);
  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final String BLOCK = "spec.encryption";
  private static final String UNDER_WAY = "Rewrapping";
  private static final String IN_USE = "KeyInUse";
  private static final String MISSING = "KeyMissing";
  private static final String LOST = "KeyFileLost";
  private static final String FAILED = "RewrapFailed";

  private final Tools tools;
  private final Turns turns = new Turns();

  @Inject
  KeyRotation(Tools tools) {
    this.tools = tools;
  }

  /**
   * @param backup as it was written last
   * @param next when to look again
   */
  record Looked(CustomResource backup, Duration next) {}

  /** One look at a completed backup. */
  Looked look(CustomResource backup) {
    if (KeyStatus.id(backup).isEmpty() || new VerificationStatus(backup).begun()) {
      return new Looked(backup, RARELY);
    }
    try {
      KeySet keys = keys(backup);
      boolean same = keys.current().id().equals(KeyStatus.id(backup));
      if (same && !KeyStatus.behind(backup)) {
        return new Looked(settled(backup, keys), RARELY);
      }
      Duration left = turns.left(backup.key(), tools.now());
      return left.isZero() ? rotated(backup, keys) : new Looked(backup, left);
    } catch (StillAsking e) {
      return new Looked(tools.resources().get(backup.key()).orElse(backup), Retries.ASKING);
    } catch (EngineException e) {
      return hindered(backup, e);
    }
  }

  private KeySet keys(CustomResource backup) {
    return tools
        .keys()
        .keys(backup, BLOCK, backup.spec().object("encryption"))
        .orElseThrow(
            () ->
                EngineException.at(
                    ErrorKind.INVALID, BLOCK, "is not enabled, and what is stored is encrypted"));
  }

  private Looked rotated(CustomResource found, KeySet keys) {
    String path = BackupStatus.path(found);
    StoreSite home = tools.stores().site(found, "spec.storage", found.spec().object("storage"));
    StoreSite site = tools.stored().lying(home, path, found.metadata().uid());
    Optional<Set<String>> seen = tools.stored().keyIds(site, path);
    if (seen.isPresent() && seen.get().isEmpty()) {
      return lost(found, path);
    }
    Set<String> ids = seen.orElseGet(() -> Set.of(KeyStatus.id(found)));
    Optional<EncryptionKey> opening = keys.opening(ids);
    boolean unseen = seen.isEmpty() && KeyStatus.behind(found);
    if (opening.isEmpty() && !unseen) {
      return missing(found, keys.lacks(path, ids));
    }
    CustomResource backup = begun(found, keys);
    try {
      // no other than is needed: where a worker wraps anew they leave this process
      tools.stored().rewrap(site, path, opening.stream().toList(), keys.current());
    } catch (EngineException e) {
      if (opening.isEmpty() && e.kind() == ErrorKind.INVALID) {
        return missing(backup, keys.lacks(path, ids));
      }
      throw e;
    }
    // whoever begins to read from here on takes the new key: its file is there
    Optional<String> reader = reader(backup, path);
    if (reader.isPresent()) {
      String text =
          "its data key is wrapped with key %s as well; the key before it goes when %s, which may be reading with it, is over: leave it where it is until then"
              .formatted(keys.current().id(), reader.get());
      return new Looked(tools.write(behind(backup, IN_USE, text)), SOON);
    }
    tools.stored().retireOthers(site, path, keys.current());
    CustomResource written = settled(backup, keys);
    String before = KeyStatus.id(found);
    if (!before.equals(keys.current().id())) {
      tools
          .events()
          .normal(
              written,
              "KeyRewrapped",
              "its data key was wrapped with key %s instead of key %s, which it does not need any more"
                  .formatted(keys.current().id(), before));
      log.atInfo().addKeyValue("backup", written.key()).log("its data key was wrapped anew");
    }
    return new Looked(written, RARELY);
  }

  /** It is on record before the first write that there may be more than one key file. */
  private CustomResource begun(CustomResource backup, KeySet keys) {
    return KeyStatus.behind(backup)
        ? backup
        : tools.write(
            behind(
                backup,
                UNDER_WAY,
                "its data key is wrapped with key %s and is being wrapped with key %s; leave both where they are until this is True"
                    .formatted(KeyStatus.id(backup), keys.current().id())));
  }

  private CustomResource settled(CustomResource backup, KeySet keys) {
    StatusDraft draft = tools.draft(backup);
    KeyStatus.names(draft, keys.current());
    return tools.write(KeyStatus.current(draft));
  }

  private StatusDraft behind(CustomResource backup, String reason, String text) {
    return KeyStatus.behind(tools.draft(backup), reason, text);
  }

  private Looked missing(CustomResource backup, String text) {
    return new Looked(told(backup, MISSING, MISSING, text + " until KeyCurrent is True"), RARELY);
  }

  private Looked lost(CustomResource backup, String path) {
    String text =
        "the store has no whole key file of %s any more: unless there is a copy of it, nobody can read this backup"
            .formatted(path);
    return new Looked(told(backup, FAILED, LOST, text), RARELY);
  }

  private Looked hindered(CustomResource backup, EngineException e) {
    Failure failure = Failure.of(e);
    String text =
        "%s; keep key %s, which opens what is stored at %s, until KeyCurrent is True"
            .formatted(failure.text(), KeyStatus.id(backup), BackupStatus.path(backup));
    CustomResource known = tools.resources().get(backup.key()).orElse(backup);
    return new Looked(told(known, FAILED, failure.reason(), text), AGAIN);
  }

  /** Once for each thing that there is to tell. */
  private CustomResource told(CustomResource backup, String event, String reason, String text) {
    boolean news = !KeyStatus.condition(backup).text("message", "").equals(text);
    CustomResource written = tools.write(behind(backup, reason, text));
    if (news) {
      tools.events().warning(written, event, text);
    }
    return written;
  }

  /** A restore that may have been given the key that is about to go. */
  private Optional<String> reader(CustomResource backup, String path) {
    return tools.resources().list(CustomKind.RESTORE).stream()
        .filter(restore -> restore.status().text("phase", "").equals(Phase.RUNNING.toString()))
        .filter(
            restore ->
                Refs.backup(restore)
                    .map(backup.key()::equals)
                    .orElseGet(() -> leadsTo(restore, path)))
        .map(restore -> restore.key().toString())
        .findFirst();
  }

  private static boolean leadsTo(CustomResource restore, String path) {
    String given = restore.spec().object("fromPath").text("backupPath", "");
    return path.equals(given) || path.endsWith("/" + given);
  }
}
