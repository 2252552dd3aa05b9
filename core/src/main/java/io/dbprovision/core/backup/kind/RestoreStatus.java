package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.status.Reasons.READY;
import static io.dbprovision.core.status.Reasons.RECONCILING;
import static io.dbprovision.core.status.Reasons.RESTORE_COMPLETED;
import static io.dbprovision.core.status.Reasons.RESTORE_FAILED;
import static io.dbprovision.core.status.Reasons.SYNCED;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.work.WorkProgress;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.StatusDraft;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says in a restore's status how things stand. */
final class RestoreStatus {
  static final String RESTORE = "restore";
  private static final String PROGRESS = "progress";
  private static final String WARNINGS = "warnings";
  private static final String LEFT = "not taken away yet: ";
  private static final String SIZE = "sizeBytes";
  private static final String STORED = "compressedSizeBytes";

  private RestoreStatus() {}

  static void waiting(StatusDraft draft, Failure failure) {
    draft
        .phase(Phase.PENDING)
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

  static void begun(StatusDraft draft, RestoreSource source, RestoreTarget target) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("sourceBackup", source.name());
    block.put("targetInstance", target.site().instance().name());
    block.put("targetDatabase", target.site().database());
    block.put(SIZE, source.plainBytes());
    block.put(STORED, source.storedBytes());
    running(draft, 0, "Starting", "the place to fill is being made")
        .set(RESTORE, block)
        .set("startedAt", draft.now().toString());
    draft.set(WARNINGS, null);
    warn(draft, source.warnings());
    warn(draft, target.warnings());
    WorkedOn.put(draft, target.site().instance().key(), target.site().database());
  }

  static StatusDraft running(StatusDraft draft, int percentage, String phase, String text) {
    Map<String, Object> progress = new LinkedHashMap<>(draft.block(PROGRESS).values());
    progress.put("percentage", percentage);
    progress.put("currentPhase", phase);
    return state(draft, text).set(PROGRESS, progress);
  }

  /** Still at it, as far as it was. */
  static StatusDraft state(StatusDraft draft, String text) {
    return draft
        .phase(Phase.RUNNING)
        .message(text)
        .without(SYNCED)
        .condition(READY, false, RECONCILING, text);
  }

  static void hindered(StatusDraft draft, Failure failure) {
    draft
        .message(failure.text())
        .condition(READY, false, RECONCILING, failure.text())
        .condition(SYNCED, false, failure.reason(), failure.text());
  }

  static void temporary(StatusDraft draft, String database) {
    Map<String, Object> block = new LinkedHashMap<>(draft.block(RESTORE).values());
    block.put("temporaryDatabase", database);
    draft.set(RESTORE, block);
  }

  static void progress(StatusDraft draft, WorkProgress progress) {
    Fields sizes = draft.block(RESTORE);
    int percentage =
        RestoreProgress.percentage(progress, sizes.number(SIZE, 0), sizes.number(STORED, 0));
    running(draft, percentage, RestoreProgress.phase(progress), "the copy is being restored");
    Map<String, Object> block = new LinkedHashMap<>(draft.block(PROGRESS).values());
    block.put("bytes", progress.plainBytes());
    block.put("bytesPerSecond", progress.bytesPerSecond());
    if (progress.tablesDone() >= 0) {
      block.put("tablesRestored", progress.tablesDone());
    }
    if (progress.tablesTotal() >= 0) {
      block.put("tablesTotal", progress.tablesTotal());
    }
    draft.set(PROGRESS, block);
  }

  /**
   * @param tables that were filled; negative when unknown
   */
  static void filled(StatusDraft draft, int tables) {
    if (tables >= 0) {
      Map<String, Object> block = new LinkedHashMap<>(draft.block(PROGRESS).values());
      block.put("tablesRestored", tables);
      block.put("tablesTotal", tables);
      draft.set(PROGRESS, block);
    }
  }

  static void warn(StatusDraft draft, List<String> more) {
    Set<String> all = new LinkedHashSet<>(Fields.of(draft.build()).texts(WARNINGS));
    all.addAll(more);
    draft.set(WARNINGS, all.isEmpty() ? null : List.copyOf(all));
  }

  /**
   * What could not be taken away when it was over.
   *
   * @param why null when nothing is left
   */
  static void left(StatusDraft draft, @Nullable String why) {
    List<String> others =
        Fields.of(draft.build()).texts(WARNINGS).stream()
            .filter(text -> !text.startsWith(LEFT))
            .toList();
    draft.set(WARNINGS, others.isEmpty() ? null : others);
    if (why != null) {
      warn(draft, List.of(LEFT + why));
    }
  }

  static void completed(StatusDraft draft, String text) {
    running(draft, 100, "Completed", text)
        .phase(Phase.COMPLETED)
        .set("completedAt", draft.now().toString())
        .condition(SYNCED, true, RESTORE_COMPLETED, text)
        .condition(READY, true, READY, text);
  }

  /**
   * @param reason of {@code Ready=False}
   */
  static void failed(StatusDraft draft, String reason, String text) {
    draft
        .phase(Phase.FAILED)
        .message(text)
        .set("completedAt", draft.now().toString())
        .condition(SYNCED, false, RESTORE_FAILED, text)
        .condition(READY, false, reason, text);
  }

  static String shownPhase(CustomResource restore) {
    return restore.status().object(PROGRESS).text("currentPhase", "");
  }
}
