package io.dbprovision.core.status;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.runtime.Report;

/** Makes log lines of statuses: what is no news for the status is none for the log. */
public final class StatusReport {
  private static final String ID = "reconcileID";

  private StatusReport() {}

  /**
   * @param written what {@link StatusWriter#write} gave back
   * @param reason empty when all is well
   * @param text told when the status was written
   */
  public static Report of(
      CustomResource before, CustomResource written, String reason, String text) {
    String id = written.status().text(ID, "");
    return id.equals(before.status().text(ID, ""))
        ? Report.of("", reason)
        : new Report(text, reason, id);
  }

  public static Report of(CustomResource before, CustomResource written, Failure failure) {
    return of(before, written, failure.reason(), failure.message());
  }
}
