package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.status.Reasons;

/** What is told of an instance's server by Events: changes, not each look at it. */
final class InstanceEvents {
  private final Events events;

  @Inject
  InstanceEvents(Events events) {
    this.events = events;
  }

  /**
   * @param before with the status that the look before this one left; the first look is a change
   */
  void looked(CustomResource before, Probe.Finding finding) {
    Fields healthy = before.condition(Reasons.HEALTHY);
    String health = healthy.text("status", "");
    switch (finding.state()) {
      case ServerState.Available available -> {
        if (!health.equals("True")) {
          events.normal(before, Reasons.CONNECTED, "connected to " + available.info());
          events.normal(
              before, Reasons.HEALTH_CHECK_PASSED, since("the server answers", "failed", healthy));
        }
      }
      case ServerState.Down down -> {
        String why = down.failure().text();
        // one that answers, and is not the right one, is no failed connection
        if (finding.info().isEmpty()) {
          events.warning(before, Reasons.CONNECTION_FAILED, why);
        }
        if (!health.equals("False")) {
          events.warning(before, Reasons.HEALTH_CHECK_FAILED, since(why, "passed", healthy));
        }
      }
      case ServerState.Unknown unknown -> {}
    }
  }

  /**
   * With a time in it the same may be told again soon: what has come and gone is news each time.
   */
  private static String since(String text, String how, Fields healthy) {
    return healthy
        .text("lastTransitionTime")
        .map(time -> "%s; the check had %s since %s".formatted(text, how, time))
        .orElse(text);
  }

  /** The Event that goes with any failure in the status, with the id of the reconcile. */
  void written(CustomResource instance, ServerState state) {
    if (state instanceof ServerState.Down down) {
      events.warning(
          instance,
          Reasons.RECONCILE_FAILED,
          "[%s] %s".formatted(instance.status().text("reconcileID", ""), down.failure().text()));
    }
  }
}
