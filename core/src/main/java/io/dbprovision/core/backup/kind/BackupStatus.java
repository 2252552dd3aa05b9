package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.status.Reasons.BACKUP_COMPLETED;
import static io.dbprovision.core.status.Reasons.BACKUP_FAILED;
import static io.dbprovision.core.status.Reasons.READY;
import static io.dbprovision.core.status.Reasons.RECONCILING;
import static io.dbprovision.core.status.Reasons.SYNCED;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.work.Copied;
import io.dbprovision.core.backup.work.WorkProgress;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.StatusDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says in a backup's status how things stand. */
final class BackupStatus {
  private static final String PROGRESS = "progress";
  static final String WARNINGS = "warnings";
  static final String BACKUP = "backup";
  static final String SOURCE = "source";

  /** In the block of every backup that this operator began, and of no other. */
  static final String COMPRESSION = "compression";

  private BackupStatus() {}

  /** Nothing was begun, and something is in the way that may go. */
  static void waiting(StatusDraft draft, Failure failure) {
    draft
        .phase(Phase.PENDING)
        .message(failure.text())
        .condition(READY, false, RECONCILING, failure.text())
        .condition(SYNCED, false, failure.reason(), failure.text());
  }

  static void begun(StatusDraft draft, BackupWish wish, String path) {
    Site source = wish.source();
    Map<String, Object> from = new LinkedHashMap<>();
    from.put("instance", source.instance().name());
    from.put("database", source.database());
    from.put("engine", source.server().endpoint().engine().value());
    from.put("version", source.server().info().version());
    from.put("timestamp", draft.now().toString());
    Map<String, Object> to = new LinkedHashMap<>();
    to.put("path", path);
    to.put("format", wish.format().name());
    to.put(COMPRESSION, wish.options().compression().word());
    EncryptionKey key = wish.options().key();
    to.put("encryption", key == null ? "none" : "aes-256-gcm");
    running(draft, "the login for the copy is being made")
        .set(SOURCE, from)
        .set(BACKUP, to)
        .set(WARNINGS, wish.warnings().isEmpty() ? null : wish.warnings())
        .set("startedAt", draft.now().toString());
    KeyStatus.names(draft, key);
    WorkedOn.put(draft, source.instance().key(), source.database());
  }

  /** The work is begun; what is in the way now may go before the deadline. */
  static void hindered(StatusDraft draft, Failure failure) {
    draft
        .message(failure.text())
        .condition(READY, false, RECONCILING, failure.text())
        .condition(SYNCED, false, failure.reason(), failure.text());
  }

  /** Nothing was begun, and a worker has not said yet whether it can be. */
  static void asking(StatusDraft draft, String text) {
    draft
        .phase(Phase.PENDING)
        .message(text)
        .without(SYNCED)
        .condition(READY, false, RECONCILING, text);
  }

  static StatusDraft running(StatusDraft draft, String text) {
    return draft
        .phase(Phase.RUNNING)
        .message(text)
        .without(SYNCED)
        .condition(READY, false, RECONCILING, text);
  }

  static void progress(StatusDraft draft, WorkProgress progress) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("phase", progress.phase());
    block.put("bytes", progress.plainBytes());
    block.put("storedBytes", progress.storedBytes());
    block.put("bytesPerSecond", progress.bytesPerSecond());
    if (progress.tablesDone() >= 0) {
      block.put("tablesDone", progress.tablesDone());
    }
    if (progress.tablesTotal() >= 0) {
      block.put("tablesTotal", progress.tablesTotal());
    }
    running(draft, "the database is being copied").set(PROGRESS, block);
  }

  /** That it is starting is said by its message, and needs no block. */
  static String shownPhase(CustomResource backup) {
    return backup.status().object(PROGRESS).text("phase", "starting");
  }

  static void completed(StatusDraft draft, Copied copied) {
    CustomResource resource = draft.resource();
    Map<String, Object> to = new LinkedHashMap<>(resource.status().object(BACKUP).values());
    to.put("sizeBytes", copied.plainBytes());
    to.put("compressedSizeBytes", copied.storedBytes());
    to.put("checksum", copied.checksum());
    to.put("format", copied.format());
    to.put("tool", copied.tool());
    Map<String, Object> from = new LinkedHashMap<>(resource.status().object(SOURCE).values());
    from.put("version", copied.serverVersion());
    Set<String> all = new LinkedHashSet<>(resource.status().texts(WARNINGS));
    all.addAll(copied.warnings());
    String text =
        "%d bytes are stored at %s and were read back as they should be"
            .formatted(copied.storedBytes(), to.get("path"));
    draft
        .phase(Phase.COMPLETED)
        .message(text)
        .set(BACKUP, to)
        .set(SOURCE, from)
        .set(WARNINGS, all.isEmpty() ? null : List.copyOf(all))
        .set(PROGRESS, null)
        .set("completedAt", draft.now().toString())
        .condition(SYNCED, true, BACKUP_COMPLETED, text)
        .condition(READY, true, READY, text);
    KeyStatus.current(draft);
    Times.ttl(resource).ifPresent(ttl -> draft.set("expiresAt", draft.now().plus(ttl).toString()));
  }

  static void failed(StatusDraft draft, String text) {
    draft
        .phase(Phase.FAILED)
        .message(text)
        .set(PROGRESS, null)
        .set("completedAt", draft.now().toString())
        .condition(SYNCED, false, BACKUP_FAILED, text)
        .condition(READY, false, BACKUP_FAILED, text);
  }

  /** Where it is or was to be stored; empty when it never came so far. */
  static String path(CustomResource backup) {
    return backup.status().object(BACKUP).text("path", "");
  }

  /** What is stored there is not this backup's. */
  static void notOurs(StatusDraft draft) {
    Fields block = draft.block(BACKUP);
    Map<String, Object> rest = new LinkedHashMap<>(block.values());
    rest.remove("path");
    draft.set(BACKUP, rest);
  }

  static Duration took(CustomResource backup, Instant now) {
    return Times.at(backup, "startedAt")
        .map(start -> Duration.between(start, now))
        .orElse(Duration.ZERO);
  }
}
