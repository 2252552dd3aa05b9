package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code Database}: its name is in the spec, its init statements run once it is there. */
final class DatabaseKind implements ManagedKind<DatabaseSpec> {
  private static final String POLICY = "deletionPolicy";
  private static final String SNAPSHOT = "Snapshot";
  private static final String COPY = "snapshot";

  private final InitSql initSql;
  private final InitSqlReads reads;
  private final DesiredSpecs specs;
  private final InitSqlRun scripts;
  private final BeforeDrop lastCopy;
  private final Events events;

  @Inject
  DatabaseKind(
      InitSql initSql,
      InitSqlReads reads,
      DesiredSpecs specs,
      InitSqlRun scripts,
      BeforeDrop lastCopy,
      Events events) {
    this.lastCopy = lastCopy;
    this.events = events;
    this.initSql = initSql;
    this.reads = reads;
    this.specs = specs;
    this.scripts = scripts;
  }

  @Override
  public CustomKind kind() {
    return CustomKind.DATABASE;
  }

  @Override
  public Class<? extends Managed<DatabaseSpec>> capability() {
    return Databases.class;
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
  public Intent<DatabaseSpec> intent(Request request) {
    return new DatabaseIntent(request);
  }

  @Override
  public Optional<String> inputsSeen(Request request) {
    CustomResource database = request.resource();
    return InitSqlForecast.asked(database) ? hashSeen(database) : Optional.of("");
  }

  private Optional<String> hashSeen(CustomResource database) {
    return InitSql.inline(database).map(InitSql.Script::hash).or(() -> reads.hash(database));
  }

  /** Statements that are due are no matter of comparing; the record alone tells. */
  @Override
  public Optional<DatabaseSpec> look(Request request) {
    CustomResource database = request.resource();
    boolean settled =
        !InitSqlForecast.asked(database)
            || hashSeen(database).filter(hash -> InitSqlStep.settled(database, hash)).isPresent();
    return settled ? Optional.of(specs.database(request)) : Optional.empty();
  }

  /** Only those whose inside is spoken of are connected to. */
  @Override
  public int sweepSize() {
    return 1_000;
  }

  @Override
  public DatabaseSpec removed(Request request) {
    return DatabaseSpec.builder(serverName(request.resource()), request.owner())
        .provenance(request.provenance())
        .section(request.section())
        .recorded(request.recordedSection())
        .build();
  }

  @Override
  public boolean deletionProtected(CustomResource resource) {
    return resource.spec().flag("deletionProtection", true);
  }

  /** {@code Snapshot} keeps the database unless it says where a last copy of it goes. */
  @Override
  public DropMode deletionPolicy(CustomResource resource) {
    String policy = policy(resource);
    boolean drop =
        policy.equals("Delete") || (policy.equals(SNAPSHOT) && resource.spec().has(COPY));
    return drop ? DropMode.DROP : DropMode.RETAIN;
  }

  private static String policy(CustomResource resource) {
    return resource.spec().text(POLICY, "Delete");
  }

  /** Also when the policy was changed since the copy was begun: then that is undone. */
  @Override
  public Optional<BeforeDrop> beforeDrop(CustomResource resource) {
    boolean asked = policy(resource).equals(SNAPSHOT) && resource.spec().has(COPY);
    return asked || resource.status().has(BeforeDrop.FIELD)
        ? Optional.of(lastCopy)
        : Optional.empty();
  }

  @Override
  public Optional<Failure> obstacle(Request request, StatusDraft draft) {
    return Optional.empty();
  }

  @Override
  public void released(CustomResource resource, DropMode mode) {
    reads.forget(resource.key());
  }

  private final class DatabaseIntent implements Intent<DatabaseSpec> {
    private final Request request;
    private final DatabaseSpec desired;
    private final Optional<InitSql.Script> script;
    private final MakingTime made;

    DatabaseIntent(Request request) {
      this.request = request;
      this.made = new MakingTime(request.resource(), "database");
      CustomResource resource = request.resource();
      this.script = script(resource);
      this.desired = specs.database(request);
    }

    /** What has run is not needed any more: when its source is gone, its record is enough. */
    private Optional<InitSql.Script> script(CustomResource database) {
      Optional<String> version = reads.version(database);
      try {
        Optional<InitSql.Script> read = initSql.read(database);
        if (read.isPresent() && version.isPresent()) {
          reads.read(database, version.get(), read.get().hash());
        }
        return read;
      } catch (EngineException e) {
        Optional<InitSql.Script> ran =
            e.kind() == ErrorKind.NOT_FOUND ? initSql.applied(database) : Optional.empty();
        if (ran.filter(script -> unchanged(script.hash())).isEmpty()) {
          throw e;
        }
        events.warning(
            database,
            "InitSQLSourceMissing",
            "%s; its statements have run, so nothing waits for it".formatted(e.getMessage()));
        return ran;
      }
    }

    private boolean unchanged(String inputs) {
      return !Inputs.changed(request, inputs, inputs);
    }

    @Override
    public DatabaseSpec desired() {
      return desired;
    }

    @Override
    public String inputs() {
      return script.map(InitSql.Script::hash).orElse("");
    }

    @Override
    public List<Change> steps(Plan plan) {
      return InitSqlRun.steps(request, script, plan);
    }

    @Override
    public void forget(StatusDraft draft) {
      draft.set(InitSql.BLOCK, null);
    }

    @Override
    public boolean remembers() {
      return request.resource().status().has(InitSql.BLOCK);
    }

    @Override
    public void prepare() {}

    @Override
    public void applied(List<Change> changes) {
      made.applied(changes);
    }

    @Override
    public Completion complete(Plan last, StatusDraft draft) {
      Map<String, Object> block = new LinkedHashMap<>(last.facts());
      block.put("name", desired.name());
      made.at(draft.now()).ifPresent(time -> block.put("createdAt", time));
      draft.set("database", block);
      draft.set(
          request.server().engine().section(),
          last.sectionFacts().isEmpty() ? null : last.sectionFacts());
      return scripts.run(request, script, made.made(), draft);
    }

    @Override
    public List<String> unsupported() {
      boolean copied = policy(request.resource()).equals(SNAPSHOT);
      boolean told = request.resource().spec().has(COPY);
      if (copied && !told) {
        return List.of(
            "spec.deletionPolicy: Snapshot keeps the database on deletion, as Retain does, because"
                + " spec.snapshot does not say where a last backup of it is stored");
      }
      if (told && !copied) {
        return List.of(
            "spec.snapshot: has no effect while spec.deletionPolicy is %s; set that to Snapshot"
                .formatted(policy(request.resource())));
      }
      return told ? lastCopy.objections(request.resource(), request.server()) : List.of();
    }
  }
}
