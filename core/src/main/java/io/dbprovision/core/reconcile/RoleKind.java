package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code DatabaseRole} and {@code ClusterDatabaseRole}: a role, with the privileges it carries. */
final class RoleKind implements ManagedKind<RoleSpec> {
  private static final String BLOCK = "role";

  private final CustomKind kind;
  private final DesiredSpecs specs;
  private final MadeDatabases databases;

  RoleKind(CustomKind kind, DesiredSpecs specs, MadeDatabases databases) {
    this.databases = databases;
    this.kind = kind;
    this.specs = specs;
  }

  @Override
  public CustomKind kind() {
    return kind;
  }

  @Override
  public Class<? extends Managed<RoleSpec>> capability() {
    return Roles.class;
  }

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
    return GrantKind.lock(serverName(resource));
  }

  @Override
  public boolean openEnded() {
    return true;
  }

  @Override
  public Intent<RoleSpec> intent(Request request) {
    return new RoleIntent(request);
  }

  @Override
  public Optional<String> inputsSeen(Request request) {
    return Optional.of(databases.of(request.resource()));
  }

  /** They knew nothing of the databases. */
  @Override
  public String earlierInputs(String inputs) {
    return "";
  }

  @Override
  public Optional<RoleSpec> look(Request request) {
    return Optional.of(specs.role(request));
  }

  /** Their grants are read once a database, however many there are. */
  @Override
  public int sweepSize() {
    return 20_000;
  }

  @Override
  public RoleSpec removed(Request request) {
    return RoleSpec.builder(serverName(request.resource()), request.owner())
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
    return OwnershipBlock.check(request, serverName(request.resource()), draft, false);
  }

  @Override
  public void released(CustomResource resource, DropMode mode) {}

  private final class RoleIntent implements Intent<RoleSpec> {
    private final Request request;
    private final MakingTime made;

    RoleIntent(Request request) {
      this.request = request;
      this.made = new MakingTime(request.resource(), BLOCK);
    }

    @Override
    public RoleSpec desired() {
      return specs.role(request);
    }

    @Override
    public String inputs() {
      return databases.of(request.resource());
    }

    /** Privileges go with the database that they are on. */
    @Override
    public boolean givesAgain() {
      return true;
    }

    @Override
    public void prepare() {}

    @Override
    public void applied(List<Change> changes) {
      made.applied(changes);
    }

    @Override
    public Completion complete(Plan last, StatusDraft draft) {
      Map<String, Object> block = new LinkedHashMap<>();
      block.put("name", serverName(request.resource()));
      made.at(draft.now()).ifPresent(time -> block.put("createdAt", time));
      draft.set(BLOCK, block);
      return Completion.done();
    }

    @Override
    public List<String> unsupported() {
      return List.of();
    }
  }
}
