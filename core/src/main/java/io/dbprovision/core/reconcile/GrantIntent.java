package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one grant gives to its grantee, which is there and may be given it. */
final class GrantIntent implements Intent<GrantSpec> {
  private final Request request;
  private final CustomResource grantee;
  private final Grantees grantees;
  private final GrantInputs inputs;
  private final GrantSpecs specs;
  private final Events events;

  GrantIntent(
      Request request,
      CustomResource grantee,
      Grantees grantees,
      GrantInputs inputs,
      GrantSpecs specs,
      Events events) {
    this.request = request;
    this.grantee = grantee;
    this.grantees = grantees;
    this.inputs = inputs;
    this.specs = specs;
    this.events = events;
  }

  @Override
  public GrantSpec desired() {
    return specs.desired(request, grantee);
  }

  @Override
  public String inputs() {
    return inputs.of(request.resource(), grantee);
  }

  /** What the former grantee had is part of the plan, unless nobody can get at it any more. */
  @Override
  public void prepare() {
    grantees
        .former(request.resource())
        .filter(place -> place.instance().flatMap(grantees::live).isEmpty())
        .ifPresent(
            place ->
                events.warning(
                    request.resource(),
                    Wording.GRANT.notRemoved(),
                    "%s had it before; what was given there stays, because its instance is gone"
                        .formatted(place.grantee())));
  }

  @Override
  public void applied(List<Change> changes) {}

  @Override
  public Completion complete(Plan last, StatusDraft draft) {
    Map<String, Object> given = new LinkedHashMap<>(last.facts());
    if (!request.resource().kind().namespaced()) {
      long entries =
          last.facts().get(Grants.DIRECT_GRANTS) instanceof Number count ? count.longValue() : 0;
      int roles = last.facts().get(Grants.ROLES) instanceof List<?> list ? list.size() : 0;
      given.put("applied", entries + roles);
      draft.set("targetInfo", target());
    }
    draft.set("appliedGrants", given);
    draft.set(Grantees.RECORD, Grantees.record(grantee));
    return Completion.done();
  }

  private Map<String, Object> target() {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("type", grantee.kind().equals(CustomKind.USER) ? "user" : "role");
    target.put("name", grantee.name());
    if (!grantee.namespace().isEmpty()) {
      target.put("namespace", grantee.namespace());
    }
    target.put("resolvedUsername", Grantees.login(grantee).orElse(""));
    return target;
  }

  @Override
  public List<String> unsupported() {
    return List.of();
  }
}
