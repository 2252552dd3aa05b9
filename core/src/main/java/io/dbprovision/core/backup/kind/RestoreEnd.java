package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import java.time.Duration;

/** Writes how a restore ended. What it leaves to be taken away is cleared after that. */
final class RestoreEnd {
  private static final Duration AT_ONCE = Duration.ofMillis(10);

  private final Tools tools;

  @Inject
  RestoreEnd(Tools tools) {
    this.tools = tools;
  }

  Outcome completed(CustomResource restore) {
    StatusDraft draft = tools.draft(restore);
    String database = WorkedOn.database(restore);
    String text =
        Refs.restoreDatabase(restore).isPresent()
            ? "the database %s holds the backup's contents".formatted(database)
            : "the database %s is there; it belongs to no Database object: one that names it adopts it with the annotation %s=true"
                .formatted(database, Keys.ADOPT);
    RestoreStatus.completed(draft, text);
    CustomResource written = over(draft);
    count(written, true);
    tools.events().normal(written, "Completed", text);
    // what the object says of its database may not be so any more
    Refs.restoreDatabase(restore).ifPresent(tools.secondLook()::at);
    return Outcome.after(AT_ONCE).telling(StatusReport.of(restore, written, "", text));
  }

  /**
   * @param reason of {@code Ready=False}
   */
  Outcome failed(CustomResource restore, String reason, String text) {
    StatusDraft draft = tools.draft(restore);
    RestoreStatus.failed(draft, reason, text);
    CustomResource written = over(draft);
    count(written, false);
    tools.events().warning(written, event(reason), text);
    return Outcome.after(AT_ONCE).telling(StatusReport.of(restore, written, reason, text));
  }

  private static String event(String reason) {
    return reason.equals(Reasons.VALIDATION_FAILED) || reason.equals(Reasons.DEADLINE_EXCEEDED)
        ? reason
        : "Failed";
  }

  private CustomResource over(StatusDraft draft) {
    if (Step.of(draft.resource()).isPresent()) {
      Step.CLEARING.in(draft);
    }
    return tools.write(draft);
  }

  private void count(CustomResource restore, boolean success) {
    String engine =
        WorkedOn.instance(restore)
            .flatMap(tools.resources()::get)
            .map(instance -> instance.spec().text("engine", ""))
            .orElse("");
    tools.observer().finished(restore, engine, success, BackupStatus.took(restore, tools.now()), 0);
  }
}
