package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.credential.Credential;
import io.dbprovision.core.credential.Credentials;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code DatabaseUser}: a login, and the Secret its readers take it from. */
final class UserKind implements ManagedKind<UserSpec> {
  private final Credentials credentials;
  private final ServerComment comments;
  private final Claims claims;

  @Inject
  UserKind(Credentials credentials, ServerComment comments, Claims claims) {
    this.credentials = credentials;
    this.comments = comments;
    this.claims = claims;
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
  public String lock(CustomResource resource) {
    return GrantKind.lock(serverName(resource));
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
    return AnnotatedDeletion.isProtected(resource);
  }

  @Override
  public DropMode deletionPolicy(CustomResource resource) {
    return AnnotatedDeletion.policy(resource);
  }

  @Override
  public Optional<Failure> obstacle(Request request, StatusDraft draft) {
    return OwnershipBlock.check(request, serverName(request.resource()), draft, true);
  }

  @Override
  public void released(CustomResource resource, DropMode mode) {
    credentials.release(resource, mode == DropMode.RETAIN);
  }

  private final class UserIntent implements Intent<UserSpec> {
    private final Request request;
    private final Credential credential;
    private final MakingTime made;

    UserIntent(Request request) {
      this.request = request;
      this.made = new MakingTime(request.resource(), "user");
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
          .issued(Claims.issued(user))
          .others(claims.on(user, user.key(), request.server().engine().section()))
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
    public void applied(List<Change> changes) {
      made.applied(changes);
      credential.markApplied();
    }

    @Override
    public Completion complete(Plan last, StatusDraft draft) {
      Map<String, Object> block = new LinkedHashMap<>();
      block.put("username", serverName(request.resource()));
      made.at(draft.now()).ifPresent(time -> block.put("createdAt", time));
      draft.set("user", block).set("secret", credential.status()).set(OwnershipBlock.BLOCK, null);
      return new Completion(
          Optional.empty(), true, credentials.rotationWait(request.resource(), credential));
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
}
