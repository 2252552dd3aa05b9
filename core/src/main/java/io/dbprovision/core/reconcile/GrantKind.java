package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Managed;
import java.util.Optional;

/**
 * {@code DatabaseGrant} and {@code ClusterDatabaseGrant}: what one object gives to a login or role.
 * Several may give to the same one; each answers for its own entries.
 */
final class GrantKind implements ManagedKind<GrantSpec> {
  private final CustomKind kind;
  private final Grantees grantees;
  private final GrantInputs inputs;
  private final GrantSpecs specs;
  private final Events events;

  GrantKind(
      CustomKind kind, Grantees grantees, GrantInputs inputs, GrantSpecs specs, Events events) {
    this.kind = kind;
    this.grantees = grantees;
    this.inputs = inputs;
    this.specs = specs;
    this.events = events;
  }

  /** All work on one login or role is serialised, whatever kind of object it is done for. */
  static String lock(String grantee) {
    return "grantee " + grantee;
  }

  @Override
  public CustomKind kind() {
    return kind;
  }

  @Override
  public Class<? extends Managed<GrantSpec>> capability() {
    return Grants.class;
  }

  @Override
  public String serverName(CustomResource resource) {
    return (resource.deleting()
            ? grantees.leaving(resource).flatMap(Grantees.Place::login)
            : grantees.find(resource).flatMap(Grantees::login))
        .orElse("");
  }

  @Override
  public Optional<String> witnessed(CustomResource resource) {
    return Claims.recorded(resource) ? Optional.of(serverName(resource)) : Optional.empty();
  }

  @Override
  public String lock(CustomResource resource) {
    return lock(serverName(resource));
  }

  @Override
  public Optional<String> farLock(CustomResource resource) {
    return specs
        .elsewhere(resource)
        .flatMap(
            place ->
                place
                    .instance()
                    .map(home -> Engineering.lock(home, lock(place.login().orElse("")))));
  }

  /**
   * @throws EngineException NOT_FOUND while something has to be taken back first on a server that
   *     is not there
   */
  @Override
  public Managed<GrantSpec> managed(Request request) {
    return specs.managed(request, ManagedKind.super.managed(request));
  }

  @Override
  public boolean recordHolds(CustomResource resource) {
    return grantees.former(resource).isEmpty();
  }

  @Override
  public void remember(Request request, StatusDraft draft) {
    grantees
        .find(request.resource())
        .ifPresent(grantee -> draft.set(Grantees.RECORD, Grantees.record(grantee)));
  }

  @Override
  public boolean remembersRight(CustomResource resource) {
    return grantees.remembersRight(resource);
  }

  @Override
  public boolean givesMany() {
    return true;
  }

  @Override
  public Wording wording() {
    return Wording.GRANT;
  }

  @Override
  public Optional<String> nothingLeft(CustomResource resource) {
    return specs.nothingLeft(resource);
  }

  @Override
  public boolean openEnded() {
    return true;
  }

  @Override
  public Intent<GrantSpec> intent(Request request) {
    CustomResource grantee = grantees.require(request.resource());
    inputs.requireReady(request.resource(), grantee);
    return new GrantIntent(request, grantee, grantees, inputs, specs, events);
  }

  @Override
  public Optional<String> inputsSeen(Request request) {
    return grantees.find(request.resource()).map(found -> inputs.of(request.resource(), found));
  }

  @Override
  public Optional<GrantSpec> look(Request request) {
    return grantees.find(request.resource()).map(grantee -> specs.desired(request, grantee));
  }

  /** Each database they are about is read once. */
  @Override
  public int sweepSize() {
    return 2_000;
  }

  @Override
  public String place(CustomResource resource) {
    return String.join(" ", inputs.databases(resource));
  }

  @Override
  public GrantSpec removed(Request request) {
    // what was given is taken back whether or not it might still be given
    return grantees
        .leaving(request.resource())
        .map(place -> specs.leaving(request, place, request.server().session(), true))
        .orElseThrow(
            () ->
                EngineException.of(
                    ErrorKind.NOT_FOUND, "the grantee went while its grant was removed"));
  }

  @Override
  public boolean deletionProtected(CustomResource resource) {
    return resource.spec().flag("deletionProtection", true);
  }

  /** What was given is taken back, always. */
  @Override
  public DropMode deletionPolicy(CustomResource resource) {
    return DropMode.DROP;
  }

  @Override
  public Optional<Failure> obstacle(Request request, StatusDraft draft) {
    return Optional.empty();
  }

  @Override
  public void released(CustomResource resource, DropMode mode) {}
}
