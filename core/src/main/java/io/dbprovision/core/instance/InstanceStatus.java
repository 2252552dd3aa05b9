package io.dbprovision.core.instance;

import static io.dbprovision.core.status.Reasons.CONNECTED;
import static io.dbprovision.core.status.Reasons.CONNECTION_FAILED;
import static io.dbprovision.core.status.Reasons.CONNECTION_SUCCESS;
import static io.dbprovision.core.status.Reasons.HEALTHY;
import static io.dbprovision.core.status.Reasons.HEALTH_CHECK_FAILED;
import static io.dbprovision.core.status.Reasons.HEALTH_CHECK_PASSED;
import static io.dbprovision.core.status.Reasons.READY;
import static io.dbprovision.core.status.Reasons.RECONCILE_FAILED;
import static io.dbprovision.core.status.Reasons.RECONCILE_SUCCESS;
import static io.dbprovision.core.status.Reasons.SERVER_CHANGED;
import static io.dbprovision.core.status.Reasons.SYNCED;
import static io.dbprovision.core.status.Reasons.UNSUPPORTED;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.SpecFields;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Validation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says in an instance's status what a probe found. */
final class InstanceStatus {
  private InstanceStatus() {}

  static StatusDraft of(CustomResource instance, Probe.Finding finding, Instant now) {
    StatusDraft draft = new StatusDraft(instance, now);
    draft.set("lastCheckedAt", draft.now().toString());
    switch (finding.state()) {
      case ServerState.Available available -> ready(draft, available, finding.validation());
      case ServerState.Down down -> failed(draft, down.failure(), finding.info().isPresent());
      case ServerState.Unknown unknown -> draft.phase(Phase.PENDING);
    }
    return draft;
  }

  private static void ready(
      StatusDraft draft, ServerState.Available server, Validation validation) {
    ServerInfo info = server.info();
    draft
        .phase(Phase.READY)
        .message("connected to " + info)
        .set("version", info.version())
        .set("flavour", info.flavour())
        .condition(CONNECTED, true, CONNECTION_SUCCESS, "connected to " + info)
        .condition(HEALTHY, true, HEALTH_CHECK_PASSED, "the server answers")
        .condition(READY, true, RECONCILE_SUCCESS, "the server is ready to be worked on");
    draft.set("serverIdentity", info.identity().orElse(null));
    List<String> unsupported = new ArrayList<>();
    validation.problems().forEach(p -> unsupported.add(p.path() + ": " + p.message()));
    unsupported.addAll(unread(draft.resource(), server.engine().section()));
    if (unsupported.isEmpty()) {
      draft.condition(SYNCED, true, RECONCILE_SUCCESS, "all settings are in effect");
    } else {
      draft.condition(
          SYNCED, false, UNSUPPORTED, UNSUPPORTED + ": " + String.join("; ", unsupported));
    }
  }

  private static List<String> unread(CustomResource instance, String section) {
    List<String> fields =
        new ArrayList<>(SpecFields.unread(instance.kind(), instance.spec(), section));
    Fields connection = instance.spec().object("connection");
    if (connection.has("secretRef") && connection.has("existingSecret")) {
      fields.add(
          "spec.connection.existingSecret: has no effect, because spec.connection.secretRef is set");
    }
    Fields tls = instance.spec().object("tls");
    if (!tls.flag("enabled", false)) {
      String why = ": has no effect without spec.tls.enabled: true";
      if (!tls.text("mode", "disable").equals("disable")) {
        fields.add("spec.tls.mode" + why);
      }
      if (tls.has("secretRef")) {
        fields.add("spec.tls.secretRef" + why);
      }
    }
    return fields;
  }

  private static void failed(StatusDraft draft, Failure failure, boolean connected) {
    draft
        .phase(Phase.FAILED)
        .message(failure.text())
        .condition(SYNCED, false, failure.reason(), failure.text())
        .condition(HEALTHY, false, HEALTH_CHECK_FAILED, failure.text());
    if (connected) {
      draft
          .condition(CONNECTED, true, CONNECTION_SUCCESS, "a server answers")
          .condition(READY, false, SERVER_CHANGED, failure.text());
    } else {
      draft
          .condition(CONNECTED, false, CONNECTION_FAILED, failure.text())
          .condition(READY, false, RECONCILE_FAILED, failure.text());
    }
  }
}
