package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.backup.work.Copied;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;

/** Writes how a backup ended. What it leaves to be taken away is cleared after that. */
final class BackupEnd {
  private static final Duration AT_ONCE = Duration.ofMillis(10);

  private final Tools tools;

  @Inject
  BackupEnd(Tools tools) {
    this.tools = tools;
  }

  Outcome completed(CustomResource backup, Copied copied) {
    StatusDraft draft = tools.draft(backup);
    BackupStatus.completed(draft, copied);
    CustomResource written = over(draft);
    tools
        .observer()
        .finished(
            written,
            engine(written),
            true,
            BackupStatus.took(written, tools.now()),
            copied.storedBytes());
    String text = written.status().text("message", "");
    tools.events().normal(written, "Completed", text);
    return Outcome.after(AT_ONCE).telling(StatusReport.of(backup, written, "", text));
  }

  /**
   * @param kind of what went wrong; CONFLICT: what is stored there is somebody else's
   */
  Outcome failed(CustomResource backup, ErrorKind kind, String text) {
    StatusDraft draft = tools.draft(backup);
    BackupStatus.failed(draft, text);
    if (kind == ErrorKind.CONFLICT) {
      BackupStatus.notOurs(draft);
    }
    CustomResource written = over(draft);
    tools
        .observer()
        .finished(written, engine(written), false, BackupStatus.took(written, tools.now()), 0);
    tools.events().warning(written, "Failed", text);
    return Outcome.after(AT_ONCE)
        .telling(StatusReport.of(backup, written, Reasons.BACKUP_FAILED, text));
  }

  private CustomResource over(StatusDraft draft) {
    if (Step.of(draft.resource()).isPresent()) {
      Step.CLEARING.in(draft);
    }
    return tools.write(draft);
  }

  private static String engine(CustomResource backup) {
    return backup.status().object(BackupStatus.SOURCE).text("engine", "");
  }
}
