package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.config.CrossNamespace;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.rotation.LoginNames;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.MadeOn;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans objects as the operator's next pass over them would, by the very specs that it makes for
 * engines. Changes nothing, reads no Secret, and so knows nothing of passwords. For one thread.
 */
public final class Forecast {
  private final Resources objects;
  private final ServerState.Available server;
  private final InstantSource clock;
  private final Owners owners;
  private final DesiredSpecs specs;
  private final TurnSpecs turns;
  private final Grantees grantees;
  private final GrantSpecs grants;
  private final TurnBeginning beginning;

  /**
   * @param objects what is planned and all else that is known; its indexes are declared here
   * @param identity who the operator is on the server
   */
  public Forecast(
      Resources objects,
      OperatorIdentity identity,
      ServerState.Available server,
      InstantSource clock) {
    this.objects = objects;
    this.server = server;
    this.clock = clock;
    MentionedNames mentioned = new MentionedNames(List.of(server.engine()));
    Dependents.declareForClaims(objects, mentioned);
    Dependents.declareForMentions(objects, mentioned);
    SharedRoles shared = new SharedRoles(objects, mentioned);
    this.owners = new Owners(objects, identity);
    Claims claims = new Claims(objects, owners, new Ledger(), shared);
    ServerComment comments = new TemplatedComment();
    this.specs = new DesiredSpecs(claims, comments, shared);
    this.turns = new TurnSpecs(claims, comments);
    // what the operator would be let is not asked here
    Namespaces unknown = name -> Optional.empty();
    this.grantees = new Grantees(objects, new Consent(CrossNamespace.ALLOW, unknown, new Silent()));
    this.grants = new GrantSpecs(grantees, claims, this::state);
    this.beginning = new TurnBeginning(new LoginMentions(objects, grantees));
  }

  /** Whom the server has on record for it; empty for what has no record of its own. */
  public static Optional<Owner> recorded(Session session, CustomResource resource) {
    String name = ServerNames.of(resource);
    return name.isEmpty()
        ? Optional.empty()
        : session
            .capability(OwnershipRecord.class)
            .flatMap(records -> records.ownerOf(resource.kind().spi(), name));
  }

  /** The object as far as its status is about this server: unchanged when all of it is. */
  public CustomResource here(CustomResource resource) {
    return ServerNames.witnessed(resource).isPresent()
            && standing(resource, instance(resource)) == MadeOn.Standing.ELSEWHERE
        ? Owners.withoutServer(resource)
        : resource;
  }

  /** Whether logins of the object are due to be replaced, or to go, which no plan shows here. */
  public boolean rotationDue(CustomResource resource) {
    Instant now = clock.instant();
    return resource.kind().equals(CustomKind.USER)
        && TurnTaking.due(resource, now).stream().anyMatch(at -> !at.isAfter(now));
  }

  /** Whether the server can hold two passwords of a login at once. */
  public boolean keepsReplacedPasswords() {
    return server
        .session()
        .capability(Users.class)
        .filter(Users::keepsReplacedPasswords)
        .isPresent();
  }

  /**
   * What would be done on the server; of init statements {@link InitSqlForecast} tells. An object
   * that is on record for another one is planned as if it were to be taken over.
   *
   * @param resource as {@link #here} gives it
   * @param recorded as {@link #recorded} gives it
   * @throws EngineException when there can be no plan, naming the field
   */
  public Plan plan(CustomResource resource, Optional<Owner> recorded) {
    Kind kind = resource.kind().spi();
    CustomResource instance = instance(resource);
    Request request =
        new Request(
            resource,
            instance,
            server,
            owners.of(resource),
            provenance(resource, instance, recorded));
    if (kind.equals(Kind.DATABASE)) {
      return capability(Databases.class).plan(specs.database(request));
    }
    if (kind.equals(Kind.USER)) {
      return user(request);
    }
    return kind.equals(Kind.ROLE)
        ? capability(Roles.class).plan(specs.role(request))
        : grants
            .managed(request, capability(Grants.class))
            .plan(grants.desired(request, grantees.require(resource)));
  }

  private Plan user(Request request) {
    CustomResource user = request.resource();
    RotationPolicy policy = RotationPolicy.checked(user);
    if (!RotationPolicy.takesTurns(user)) {
      return capability(Users.class).plan(specs.user(request).build());
    }
    Optional<String> active = TurnTaking.active(user).or(() -> ServerNames.witnessed(user));
    String login = active.orElseGet(() -> first(request, policy));
    if (active.isEmpty()) {
      TurnSpecs.requireOurs(request, login);
    }
    beginning.check(request, policy, login);
    return turns
        .managed(request, List.of())
        .plan(turns.login(request, login, active.isEmpty()).build());
  }

  private String first(Request request, RotationPolicy policy) {
    Users users = TurnSpecs.users(request);
    return LoginNames.first(
        policy,
        request.resource().spec().text("username", ""),
        clock.instant(),
        users.names(),
        users.longestName());
  }

  private Provenance provenance(
      CustomResource resource, CustomResource instance, Optional<Owner> recorded) {
    if (Grantees.isGrant(resource)) {
      return Claims.recorded(resource) ? Provenance.witnessedBefore() : Provenance.unknown();
    }
    boolean witnessed =
        ServerNames.witnessed(resource).filter(ServerNames.of(resource)::equals).isPresent()
            && standing(resource, instance) == MadeOn.Standing.HERE;
    if (witnessed) {
      return Provenance.witnessedBefore();
    }
    return recorded.filter(owners.of(resource)::equals).isPresent()
        ? Provenance.unknown()
        : Provenance.adopted(recorded.orElse(null));
  }

  private MadeOn.Standing standing(CustomResource resource, CustomResource instance) {
    return MadeOn.standing(resource, instance, server.info().identity());
  }

  /** As it is known; else one that only has its name. */
  private CustomResource instance(CustomResource resource) {
    ResourceKey key =
        home(resource)
            .orElseGet(() -> new ResourceKey(CustomKind.INSTANCE, resource.namespace(), ""));
    return objects.get(key).orElseGet(() -> nameless(key));
  }

  private static CustomResource nameless(ResourceKey key) {
    return new CustomResource(
        key.kind(),
        new Metadata(
            key.namespace(), key.name(), "", "", 0, null, null, Map.of(), Map.of(), List.of()),
        Fields.empty(),
        Fields.empty());
  }

  private Optional<ResourceKey> home(CustomResource resource) {
    return Grantees.isGrant(resource) ? grantees.home(resource) : Refs.instance(resource);
  }

  /** One server is looked at; of the instances that are known, any may be on it. */
  private ServerState state(ResourceKey instance) {
    Optional<Fields> status = objects.get(instance).map(CustomResource::status);
    return status.isEmpty() || isHere(status.get())
        ? server
        : new ServerState.Down(Failure.dependency("it is another server than the one looked at"));
  }

  private boolean isHere(Fields status) {
    Optional<String> identity = status.text("serverIdentity");
    return identity.isEmpty() || identity.equals(server.info().identity());
  }

  private <C> C capability(Class<C> type) {
    return server
        .session()
        .capability(type)
        .orElseThrow(
            () ->
                EngineException.of(ErrorKind.UNSUPPORTED, "this server has nothing of this kind"));
  }

  /** Nobody is told of what is only looked at. */
  private static final class Silent implements Events {
    @Override
    public void normal(CustomResource about, String reason, String message) {}

    @Override
    public void warning(CustomResource about, String reason, String message) {}
  }
}
