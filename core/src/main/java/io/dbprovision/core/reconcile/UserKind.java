package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.Access;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** {@code DatabaseUser}: a login, and the Secret its readers take it from. */
final class UserKind implements ManagedKind<UserSpec> {
  private final OneLogin single;
  private final DesiredSpecs specs;
  private final TurnTaking turns;
  private final PasswordKeeping keeping;

  @Inject
  UserKind(OneLogin single, DesiredSpecs specs, TurnTaking turns, PasswordKeeping keeping) {
    this.keeping = keeping;
    this.turns = turns;
    this.single = single;
    this.specs = specs;
  }

  @Override
  public CustomKind kind() {
    return CustomKind.USER;
  }

  @Override
  public Class<? extends Managed<UserSpec>> capability() {
    return Users.class;
  }

  /** The login that readers have. */
  @Override
  public String serverName(CustomResource resource) {
    return ServerNames.of(resource);
  }

  @Override
  public Optional<String> witnessed(CustomResource resource) {
    return ServerNames.witnessed(resource);
  }

  @Override
  public String lock(CustomResource resource) {
    return GrantKind.lock(
        RotationPolicy.takesTurns(resource)
            ? RotationPolicy.of(resource).serviceRole()
            : serverName(resource));
  }

  @Override
  public List<Instant> due(CustomResource resource) {
    return TurnTaking.due(resource, turns.now());
  }

  @Override
  public Managed<UserSpec> managed(Request request) {
    return RotationPolicy.takesTurns(request.resource())
        ? turns.managed(request)
        : ManagedKind.super.managed(request);
  }

  @Override
  public Intent<UserSpec> intent(Request request) {
    if (RotationPolicy.takesTurns(request.resource())) {
      return turns.intent(request, access(request));
    }
    BooleanSupplier adopted = () -> OwnPassword.of(request, this);
    return PasswordKeeping.inEffect(request, adopted)
        ? keeping.intent(request, access(request))
        : single.intent(request, access(request), adopted);
  }

  @Override
  public Optional<String> inputsSeen(Request request) {
    CustomResource user = request.resource();
    return (RotationPolicy.takesTurns(user)
            ? turns.versionSeen(user)
            : PasswordKeeping.inEffect(request, () -> false)
                ? keeping.versionSeen(user)
                : single.versionSeen(user))
        .map(version -> inputs(request.server().endpoint(), version));
  }

  static String inputs(Endpoint endpoint, String credentialVersion) {
    return endpoint.host() + ":" + endpoint.port() + " " + credentialVersion;
  }

  /**
   * @param waits whether a rotation that was asked for has to wait
   */
  static String recorded(String inputs, boolean waits) {
    return waits ? inputs + " until it rotates" : inputs;
  }

  private static Access access(Request request) {
    Fields tls = request.instance().spec().object("tls");
    return new Access(
        request.server().endpoint(),
        tls.flag("enabled", false) ? tls.text("mode", "") : "",
        request.server().engine().scheme());
  }

  /** Passwords can't be compared, so none is needed. */
  @Override
  public Optional<UserSpec> look(Request request) {
    return RotationPolicy.takesTurns(request.resource())
        ? turns.specs().look(request)
        : Optional.of(specs.user(request).build());
  }

  @Override
  public List<PlanOutcome> compare(List<Look<UserSpec>> looks) {
    return LoginComparison.of(looks, turns.specs()::group);
  }

  /** Logins are compared in one catalog, however many there are. */
  @Override
  public int sweepSize() {
    return 20_000;
  }

  @Override
  public UserSpec removed(Request request) {
    return UserSpec.builder(serverName(request.resource()), request.owner())
        .provenance(request.provenance())
        .section(request.section())
        .build();
  }

  @Override
  public boolean deletionProtected(CustomResource resource) {
    return AnnotatedDeletion.isProtected(resource);
  }

  @Override
  public DropMode deletionPolicy(CustomResource resource) {
    return AnnotatedDeletion.policy(resource);
  }

  @Override
  public Optional<Failure> obstacle(Request request, StatusDraft draft) {
    CustomResource user = request.resource();
    for (String role : turns.others(request)) {
      Optional<Failure> owns = OwnershipBlock.check(request, role, draft, true);
      if (owns.isPresent()) {
        return owns;
      }
    }
    return OwnershipBlock.check(request, serverName(user), draft, true);
  }

  @Override
  public void released(CustomResource resource, DropMode mode) {
    if (RotationPolicy.takesTurns(resource)) {
      turns.released(resource, mode);
    } else if (PasswordKeeping.asked(resource)) {
      keeping.released(resource, mode == DropMode.RETAIN);
    } else {
      single.released(resource, mode == DropMode.RETAIN);
    }
  }
}
