package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.credential.Credential;
import io.dbprovision.core.credential.Credentials;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.OwnedObjects;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code DatabaseUser}: a login, and the Secret its readers take it from. */
final class UserKind implements ManagedKind<UserSpec> {
  private final Credentials credentials;
  private final ServerComment comments;

  @Inject
  UserKind(Credentials credentials, ServerComment comments) {
    this.credentials = credentials;
    this.comments = comments;
  }

  @Override
  public CustomKind kind() {
    return CustomKind.USER;
  }

  @Override
  public Class<? extends Managed<UserSpec>> capability() {
    return Users.class;
  }

  @Override
  public String serverName(CustomResource resource) {
    return resource.spec().text("username", "");
  }

  @Override
  public Optional<String> witnessed(CustomResource resource) {
    return resource.status().object("user").text("username");
  }

  @Override
  public Intent<UserSpec> intent(Request request) {
    return new UserIntent(request);
  }

  @Override
  public Optional<String> inputsSeen(Request request) {
    return credentials
        .versionSeen(request.resource())
        .map(version -> inputs(request.server().endpoint(), version));
  }

  private static String inputs(Endpoint endpoint, String credentialVersion) {
    return endpoint.host() + ":" + endpoint.port() + " " + credentialVersion;
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
    return resource.metadata().flagged(Keys.DELETION_PROTECTION);
  }

  @Override
  public DropMode deletionPolicy(CustomResource resource) {
    return resource.metadata().annotation(Keys.DELETION_POLICY).orElse("Delete").equals("Delete")
        ? DropMode.DROP
        : DropMode.RETAIN;
  }

  @Override
  public Optional<Failure> obstacle(Request request, StatusDraft draft) {
    return OwnershipBlock.check(request, serverName(request.resource()), draft);
  }

  @Override
  public void released(CustomResource resource, DropMode mode) {
    credentials.release(resource, mode == DropMode.RETAIN);
  }

  private final class UserIntent implements Intent<UserSpec> {
    private final Request request;
    private final Credential credential;
    private boolean changed;

    UserIntent(Request request) {
      this.request = request;
      Fields tls = request.instance().spec().object("tls");
      this.credential =
          credentials.read(
              request.resource(),
              request.server().endpoint(),
              tls.flag("enabled", false) ? tls.text("mode", "") : "");
    }

    @Override
    public UserSpec desired() {
      CustomResource user = request.resource();
      return UserSpec.builder(serverName(user), request.owner())
          .provenance(request.provenance())
          .comment(comments.render(request.instance(), user))
          .section(request.section())
          .roles(user.spec().texts("roles"))
          .issued(
              user.status().texts("applied").stream()
                  .map(ChangeId::new)
                  .collect(Collectors.toUnmodifiableSet()))
          .password(credential.password(), credential.applied())
          .build();
    }

    @Override
    public String inputs() {
      return UserKind.inputs(request.server().endpoint(), credential.version());
    }

    @Override
    public void prepare() {
      credential.write();
    }

    @Override
    public void applied() {
      changed = true;
      credential.markApplied();
    }

    @Override
    public Completion complete(Plan last, StatusDraft draft) {
      Map<String, Object> block = new LinkedHashMap<>();
      block.put("username", serverName(request.resource()));
      draft
          .resource()
          .status()
          .object("user")
          .text("createdAt")
          .or(() -> created() ? Optional.of(draft.now().toString()) : Optional.empty())
          .ifPresent(time -> block.put("createdAt", time));
      draft.set("user", block).set("secret", credential.status()).set("ownershipBlock", null);
      return new Completion(
          Optional.empty(), true, credentials.rotationWait(request.resource(), credential));
    }

    private boolean created() {
      return changed && !request.provenance().witnessed() && !request.provenance().adopt();
    }

    @Override
    public List<String> unsupported() {
      List<String> fields = new ArrayList<>();
      Fields spec = request.resource().spec();
      if (spec.object("passwordRotation").flag("enabled", false)) {
        fields.add(
            "spec.passwordRotation: rotation by schedule is not supported by this version; annotate"
                + " the object with "
                + Keys.ROTATE_PASSWORD
                + " to rotate now");
      }
      String format = spec.object("passwordSecret").text("format", "kubernetes");
      if (!format.equals("kubernetes")) {
        fields.add(
            "spec.passwordSecret.format: %s is not supported by this version, the Secret is a plain one"
                .formatted(format));
      }
      return fields;
    }
  }

  /** What stands against dropping a login: it owns something. */
  private static final class OwnershipBlock {
    private static final int SHOWN = 20;

    static Optional<Failure> check(Request request, String login, StatusDraft draft) {
      Optional<OwnedObjects> capability = request.server().session().capability(OwnedObjects.class);
      List<OwnedObjects.OwnedObject> owned =
          capability.map(objects -> objects.ownedBy(login, SHOWN)).orElse(List.of());
      if (owned.isEmpty() || request.provenance().equals(Provenance.unknown())) {
        draft.set("ownershipBlock", null);
        return Optional.empty();
      }
      String resolution = capability.orElseThrow().resolution(login);
      String message =
          "%s still owns %s%d objects on the server; hand them over first: %s"
              .formatted(login, owned.size() == SHOWN ? "at least " : "", owned.size(), resolution);
      Map<String, Object> block = new LinkedHashMap<>();
      block.put("blocked", true);
      block.put("lastCheckedAt", draft.now().toString());
      block.put("ownedObjects", owned.stream().map(OwnershipBlock::entry).toList());
      block.put("resolution", resolution);
      block.put("message", message);
      draft.set("ownershipBlock", block);
      return Optional.of(
          new Failure(Reasons.OWNERSHIP_BLOCKS, message, new Failure.Retry.WhenChanged(), false));
    }

    private static Map<String, Object> entry(OwnedObjects.OwnedObject object) {
      Map<String, Object> entry = new LinkedHashMap<>();
      if (!object.schema().isEmpty()) {
        entry.put("schema", object.schema());
      }
      entry.put("name", object.name());
      entry.put("type", object.type());
      return entry;
    }
  }
}
