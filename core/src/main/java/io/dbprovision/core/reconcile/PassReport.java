package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.runtime.Report;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Says for the log what a pass did: fields, never values. */
final class PassReport {
  private PassReport() {}

  /**
   * @param asked whether the manifest asked for the changes, or the server had drifted
   * @param ownId for a pass that changed the server and not the status
   */
  static Report of(
      CustomResource before,
      CustomResource written,
      Convergence.Result.Converged converged,
      boolean asked,
      Optional<Failure> failure,
      Supplier<String> ownId) {
    List<String> told = new ArrayList<>();
    if (!converged.applied().isEmpty()) {
      told.add(verb(converged.applied(), asked) + ChangePaths.joined(converged.applied()));
    }
    String reason = "";
    if (failure.isPresent()) {
      reason = failure.get().reason();
      told.add(failure.get().message());
    } else if (!converged.left().drift().isEmpty()) {
      reason = Reasons.DRIFT_DETECTED;
      told.add("differs: " + ChangePaths.joined(converged.left().drift()));
    } else if (converged.applied().isEmpty()) {
      told.add("nothing to change on the server");
    }
    Report report = StatusReport.of(before, written, reason, String.join("; ", told));
    // a correction is told even when the status says the same as before
    return converged.applied().isEmpty() || !report.reconcileId().isEmpty()
        ? report
        : new Report(String.join("; ", told), reason, ownId.get());
  }

  private static String verb(List<Change> applied, boolean asked) {
    if (applied.stream().anyMatch(change -> change.cause() == Cause.MISSING)) {
      return "created: ";
    }
    return asked ? "changed: " : "drift corrected: ";
  }
}
