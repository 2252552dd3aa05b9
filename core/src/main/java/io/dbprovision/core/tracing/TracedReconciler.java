package io.dbprovision.core.tracing;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Reconciler;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

/** A trace of each reconcile. */
final class TracedReconciler implements Reconciler<ResourceKey> {
  private final Reconciler<ResourceKey> next;
  private final Tracer tracer;

  TracedReconciler(Reconciler<ResourceKey> next, Tracer tracer) {
    this.next = next;
    this.tracer = tracer;
  }

  @Override
  public Outcome reconcile(ResourceKey key) throws InterruptedException {
    Span span =
        tracer
            .spanBuilder("reconcile " + key.kind().name())
            .setNoParent()
            .setAttribute("k8s.namespace.name", key.namespace())
            .setAttribute("dbops.object.kind", key.kind().name())
            .setAttribute("dbops.object.name", key.name())
            .startSpan();
    try (Scope _ = span.makeCurrent()) {
      Outcome outcome = next.reconcile(key);
      describe(span, outcome);
      return outcome;
    } catch (RuntimeException | Error e) {
      // not its message, which may say anything
      span.setAttribute("error.type", e.getClass().getName());
      span.setStatus(StatusCode.ERROR, "a defect of the operator");
      throw e;
    } finally {
      span.end();
    }
  }

  private static void describe(Span span, Outcome outcome) {
    String reason = outcome.report().reason();
    if (!outcome.report().reconcileId().isEmpty()) {
      span.setAttribute("dbops.reconcile.id", outcome.report().reconcileId());
    }
    if (!reason.isEmpty()) {
      span.setAttribute("dbops.reason", reason);
    }
    if (outcome instanceof Outcome.Retry) {
      span.setStatus(StatusCode.ERROR, reason);
    }
  }
}
