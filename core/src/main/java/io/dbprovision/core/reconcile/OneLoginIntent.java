package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.Credential;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.UserSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user whose one login has one password: a changed one takes effect at once. */
final class OneLoginIntent implements Intent<UserSpec> {
  private final Request request;
  private final RotationPolicy policy;
  private final Credential credential;
  private final MakingTime made;
  private final OneLogin tools;
  private final Instant now;

  OneLoginIntent(Request request, RotationPolicy policy, Credential credential, OneLogin tools) {
    this.request = request;
    this.policy = policy;
    this.made = new MakingTime(request.resource(), "user");
    this.credential = credential;
    this.tools = tools;
    this.now = tools.keeping().now();
  }

  @Override
  public UserSpec desired() {
    UserSpec.Builder spec =
        tools
            .specs()
            .user(request)
            .discardsReplaced(tools.keeping().discards(request.resource(), now));
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
    return tools.credentials().rotationWaitsUntil(request.resource(), credential);
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
    boolean kept = credential.password().isPresent();
    Map<String, Object> secret = credential.status();
    Optional<Failure> unrestarted =
        kept ? tools.restarts().after(request.resource(), secret) : Optional.empty();
    LoginStatus.put(draft, ServerNames.of(request.resource()), made, kept ? secret : null);
    draft.set("rotation", rotation());
    OwnPassword.tell(draft, credential);
    return new Completion(
        unrestarted,
        true,
        WorkloadRestarts.again(unrestarted, RotationWait.tell(draft, waitsUntil())));
  }

  /** Of the one login; null when the manifest does not ask for any. */
  private @Nullable Map<String, Object> rotation() {
    Map<String, Object> rotation = tools.keeping().told(request.resource(), now);
    if (!policy.enabled() || policy.keepsReplaced()) {
      return rotation.isEmpty() ? null : rotation;
    }
    rotation.put("enabled", true);
    rotation.put("strategy", policy.strategy());
    rotation.put("activeUser", ServerNames.of(request.resource()));
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
        request.resource(), request.server().engine().section(), PasswordKeeping.possible(request));
  }
}
