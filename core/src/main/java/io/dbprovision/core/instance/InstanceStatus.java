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
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Validation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in an instance's status what a probe found. */
final class InstanceStatus {
  private InstanceStatus() {}

  static StatusDraft of(CustomResource instance, Probe.Finding finding, Instant now) {
    StatusDraft draft = health(instance, finding, now);
    switch (finding.state()) {
      case ServerState.Available available ->
          draft
              .phase(Phase.READY)
              .message("connected to " + available.info())
              .condition(READY, true, RECONCILE_SUCCESS, "the server is ready to be worked on");
      case ServerState.Down down -> {
        String text = down.failure().text();
        draft
            .phase(Phase.FAILED)
            .message(text)
            .condition(READY, false, answers(finding) ? SERVER_CHANGED : RECONCILE_FAILED, text);
      }
      case ServerState.Unknown unknown -> draft.phase(Phase.PENDING);
    }
    return draft;
  }

  /** Before the first answer: conditions come with it, so that who waits for one is told why. */
  static StatusDraft connecting(CustomResource instance, Instant now) {
    return new StatusDraft(instance, now).phase(Phase.PENDING).message("connecting to the server");
  }

  /** How the server does, and nothing of the object: it may be waiting to be deleted. */
  static StatusDraft health(CustomResource instance, Probe.Finding finding, Instant now) {
    StatusDraft draft = new StatusDraft(instance, now);
    draft.set("lastCheckedAt", draft.now().toString());
    switch (finding.state()) {
      case ServerState.Available available -> healthy(draft, available, finding.validation());
      case ServerState.Down down -> failed(draft, down.failure(), answers(finding));
      case ServerState.Unknown unknown -> {}
    }
    return draft;
  }

  /** Though it may not be the one that was expected. */
  private static boolean answers(Probe.Finding finding) {
    return finding.info().isPresent();
  }

  private static void healthy(
      StatusDraft draft, ServerState.Available server, Validation validation) {
    ServerInfo info = server.info();
    draft
        .set("version", info.version())
        .set("flavour", info.flavour())
        .condition(CONNECTED, true, CONNECTION_SUCCESS, "connected to " + info)
        .condition(HEALTHY, true, HEALTH_CHECK_PASSED, "the server answers");
    draft.set("serverIdentity", info.identity().orElse(null));
    Optional<Failure> invalid = invalid(draft.resource());
    if (invalid.isPresent()) {
      draft.condition(SYNCED, false, invalid.get().reason(), invalid.get().text());
      return;
    }
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

  /** What the server works without, and the objects on it do not. */
  private static Optional<Failure> invalid(CustomResource instance) {
    try {
      Duration _ = Intervals.drift(instance.spec().object("driftPolicy"), Duration.ZERO);
      return Optional.empty();
    } catch (EngineException e) {
      return Optional.of(Failure.of(e));
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
        .condition(SYNCED, false, failure.reason(), failure.text())
        .condition(HEALTHY, false, HEALTH_CHECK_FAILED, failure.text());
    if (connected) {
      draft.condition(CONNECTED, true, CONNECTION_SUCCESS, "a server answers");
    } else {
      draft.condition(CONNECTED, false, CONNECTION_FAILED, failure.text());
    }
  }
}
