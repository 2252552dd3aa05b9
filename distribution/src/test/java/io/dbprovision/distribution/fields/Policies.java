package io.dbprovision.distribution.fields;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import java.time.Duration;
import java.util.List;

/** The fields that managed kinds have in common: drift, protection. */
final class Policies {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(6);

  private Policies() {}

  /**
   * @param poke changes the server behind the operator's back
   * @param look what the poke changed
   */
  static List<Trial> drift(
      String kind, String spec, Act before, Act poke, Look look, String clean, String poked) {
    return List.of(
        Trial.of(kind, "spec.driftPolicy.mode", spec + "driftPolicy: {interval: 1s}\n")
            .values("detect", "correct")
            .before(before)
            .doing(poke)
            .shows(
                Looks.both(look, Looks.reason("Synced")),
                poked + " DriftDetected",
                clean + " ReconcileSuccess"),
        Trial.of(kind, "spec.driftPolicy.mode", spec + "driftPolicy: {interval: 1s}\n")
            .when("`ignore`")
            .values("correct", "ignore")
            .before(before)
            .doing(poke)
            .holding(LONG_ENOUGH)
            .shows(
                Looks.both(look, Looks.reason("Synced")),
                clean + " ReconcileSuccess",
                poked + " ReconcileSuccess"),
        Trial.of(kind, "spec.driftPolicy.interval", spec + "driftPolicy: {mode: correct}\n")
            .values("1s", "8h")
            .before(before)
            .doing(poke)
            .holding(LONG_ENOUGH)
            .shows(look, clean, poked));
  }

  static Trial protection(String kind, String spec, Act... before) {
    return Trial.of(kind, "spec.deletionProtection", spec)
        .values(false, true)
        .before(before)
        .doing(Stage::delete)
        .shows(Looks.fate(), "gone", "DeletionProtected");
  }
}
