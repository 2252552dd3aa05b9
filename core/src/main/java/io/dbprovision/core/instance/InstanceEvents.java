package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
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
    String health = before.condition(Reasons.HEALTHY).text("status", "");
    switch (finding.state()) {
      case ServerState.Available available -> {
        if (!health.equals("True")) {
          events.normal(before, Reasons.CONNECTED, "connected to " + available.info());
          events.normal(before, Reasons.HEALTH_CHECK_PASSED, "the server answers");
        }
      }
      case ServerState.Down down -> {
        String why = down.failure().text();
        // one that answers, and is not the right one, is no failed connection
        if (finding.info().isEmpty()) {
          events.warning(before, Reasons.CONNECTION_FAILED, why);
        }
        if (!health.equals("False")) {
          events.warning(before, Reasons.HEALTH_CHECK_FAILED, why);
        }
      }
      case ServerState.Unknown unknown -> {}
    }
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
