package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.Access;
import io.dbprovision.core.credential.Credential;
import io.dbprovision.core.credential.Credentials;
import io.dbprovision.core.credential.ServiceBindings;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code DatabaseUser}: a login, and the Secret its readers take it from. */
final class UserKind implements ManagedKind<UserSpec> {
  private final Credentials credentials;
  private final DesiredSpecs specs;
  private final TurnTaking turns;
  private final PasswordKeeping keeping;
  private final WorkloadRestarts restarts;

  @Inject
  UserKind(
      Credentials credentials,
      DesiredSpecs specs,
      TurnTaking turns,
      PasswordKeeping keeping,
      WorkloadRestarts restarts) {
    this.keeping = keeping;
    this.restarts = restarts;
    this.turns = turns;
    this.credentials = credentials;
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
    return PasswordKeeping.inEffect(request, () -> OwnPassword.of(request, this))
        ? keeping.intent(request, access(request))
        : new UserIntent(request);
  }

  @Override
  public Optional<String> inputsSeen(Request request) {
    CustomResource user = request.resource();
    return (RotationPolicy.takesTurns(user)
            ? turns.versionSeen(user)
            : PasswordKeeping.inEffect(request, () -> false)
                ? keeping.versionSeen(user)
                : credentials.versionSeen(user))
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
      credentials.release(resource, mode == DropMode.RETAIN);
    }
  }

  private final class UserIntent implements Intent<UserSpec> {
    private final Request request;
    private final RotationPolicy policy;
    private final Credential credential;
    private final MakingTime made;
    private final Instant now = keeping.now();

    UserIntent(Request request) {
      this.request = request;
      this.policy = RotationPolicy.checked(request.resource());
      this.made = new MakingTime(request.resource(), "user");
      this.credential =
          credentials.read(
              request.resource(), access(request), () -> OwnPassword.of(request, UserKind.this));
    }

    @Override
    public UserSpec desired() {
      UserSpec.Builder spec =
          specs.user(request).discardsReplaced(keeping.discards(request.resource(), now));
      credential.password().ifPresent(text -> spec.password(text, credential.applied()));
      return spec.build();
    }

    @Override
    public String inputs() {
      return UserKind.inputs(request.server().endpoint(), credential.version());
    }

    @Override
    public String recorded() {
      return UserKind.recorded(inputs(), waitsUntil().isPresent());
    }

    private Optional<Instant> waitsUntil() {
      return credentials.rotationWaitsUntil(request.resource(), credential);
    }

    @Override
    public void prepare() {
      credential.write();
    }

    @Override
    public void applied(List<Change> changes) {
      made.applied(changes);
      credential.markApplied();
    }

    @Override
    public Completion complete(Plan last, StatusDraft draft) {
      Map<String, Object> block = new LinkedHashMap<>();
      block.put("username", serverName(request.resource()));
      made.at(draft.now()).ifPresent(time -> block.put("createdAt", time));
      boolean kept = credential.password().isPresent();
      Map<String, Object> secret = credential.status();
      Optional<Failure> unrestarted =
          kept ? restarts.after(request.resource(), secret) : Optional.empty();
      draft
          .set("user", block)
          .set("secret", kept ? secret : null)
          .set(
              "binding",
              kept ? ServiceBindings.status(request.resource(), Fields.of(secret)) : null)
          .set("rotation", rotation())
          .set(OwnershipBlock.BLOCK, null);
      OwnPassword.tell(draft, credential);
      return new Completion(
          unrestarted,
          true,
          WorkloadRestarts.again(unrestarted, RotationWait.tell(draft, waitsUntil())));
    }

    /** Of the one login; null when the manifest does not ask for any. */
    private @Nullable Map<String, Object> rotation() {
      Map<String, Object> rotation = keeping.told(request.resource(), now);
      if (!policy.enabled() || policy.keepsReplaced()) {
        return rotation.isEmpty() ? null : rotation;
      }
      rotation.put("enabled", true);
      rotation.put("strategy", policy.strategy());
      rotation.put("activeUser", serverName(request.resource()));
      Fields secret = Fields.of(credential.status());
      secret
          .text("lastRotatedAt")
          .ifPresent(
              at -> {
                rotation.put("lastRotatedAt", at);
                policy.next(at).ifPresent(next -> rotation.put("nextRotationAt", next.toString()));
              });
      return rotation;
    }

    @Override
    public List<String> unsupported() {
      return UnreadUserFields.of(
          request.resource(),
          request.server().engine().section(),
          PasswordKeeping.possible(request));
    }
  }
}
