package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code DatabaseGrant} and {@code ClusterDatabaseGrant}: what one object gives to a login or role.
 * Several may give to the same one; each answers for its own entries.
 */
final class GrantKind implements ManagedKind<GrantSpec> {
  private final CustomKind kind;
  private final Grantees grantees;
  private final GrantInputs inputs;
  private final Claims claims;

  GrantKind(CustomKind kind, Grantees grantees, GrantInputs inputs, Claims claims) {
    this.kind = kind;
    this.grantees = grantees;
    this.inputs = inputs;
    this.claims = claims;
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
    return grantees.find(resource).flatMap(Grantees::login).orElse("");
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
  public boolean givesMany() {
    return true;
  }

  @Override
  public Wording wording() {
    return Wording.GRANT;
  }

  @Override
  public Optional<String> nothingLeft(CustomResource resource) {
    return grantees.find(resource).isPresent()
        ? Optional.empty()
        : Optional.of("its grantee is gone");
  }

  @Override
  public Intent<GrantSpec> intent(Request request) {
    return new GrantIntent(request, grantees.require(request.resource()));
  }

  @Override
  public Optional<String> inputsSeen(Request request) {
    return grantees.find(request.resource()).map(found -> inputs.of(request.resource(), found));
  }

  @Override
  public Optional<GrantSpec> look(Request request) {
    return grantees.find(request.resource()).map(grantee -> spec(request, grantee));
  }

  /** Each database they are about is read once. */
  @Override
  public int sweepSize() {
    return 2_000;
  }

  @Override
  public String place(CustomResource resource) {
    return String.join(" ", MentionedNames.databases(resource));
  }

  @Override
  public GrantSpec removed(Request request) {
    // what was given is taken back whether or not it might still be given
    return grantees
        .find(request.resource())
        .map(grantee -> spec(request, grantee))
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

  private GrantSpec spec(Request request, CustomResource grantee) {
    return spec(request, grantee, serverName(request.resource()));
  }

  private GrantSpec spec(Request request, CustomResource grantee, String login) {
    CustomResource grant = request.resource();
    String section = request.server().engine().section();
    return GrantSpec.builder(login, request.owner(), claims.of(grantee, section))
        .provenance(request.provenance())
        .section(request.section())
        .issued(Claims.issued(grant))
        .others(claims.on(grantee, grant, section))
        .build();
  }

  private final class GrantIntent implements Intent<GrantSpec> {
    private final Request request;
    private final CustomResource grantee;

    GrantIntent(Request request, CustomResource grantee) {
      this.request = request;
      this.grantee = grantee;
      inputs.requireReady(request.resource(), grantee);
    }

    @Override
    public GrantSpec desired() {
      return spec(request, grantee);
    }

    @Override
    public String inputs() {
      return inputs.of(request.resource(), grantee);
    }

    /** Whoever had them before, by this object's record, has them no longer. */
    @Override
    public void prepare() {
      grantees
          .before(request.resource())
          .filter(before -> !before.key().equals(grantee.key()))
          .filter(before -> Refs.instance(before).equals(Refs.instance(grantee)))
          .ifPresent(this::takeBack);
    }

    private void takeBack(CustomResource before) {
      Optional<String> login = Grantees.login(before);
      if (login.isEmpty()) {
        return;
      }
      Managed<GrantSpec> managed = managed(request);
      Plan plan = managed.removal(spec(request, before, login.get()), DropMode.DROP);
      Set<ChangeId> all =
          plan.changes().stream().map(Change::id).collect(Collectors.toUnmodifiableSet());
      managed
          .apply(plan, all)
          .failure()
          .ifPresent(
              failure -> {
                throw failure;
              });
    }

    @Override
    public void applied(List<Change> changes) {}

    @Override
    public Completion complete(Plan last, StatusDraft draft) {
      Map<String, Object> given = new LinkedHashMap<>(last.facts());
      if (!kind.namespaced()) {
        long entries =
            last.facts().get("directGrants") instanceof Number count ? count.longValue() : 0;
        int roles = last.facts().get("roles") instanceof List<?> list ? list.size() : 0;
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
      target.put("resolvedUsername", serverName(request.resource()));
      return target;
    }

    @Override
    public List<String> unsupported() {
      return List.of();
    }
  }
}
