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
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code Database}: its name is in the spec, its init statements run once it is there. */
final class DatabaseKind implements ManagedKind<DatabaseSpec> {
  private final InitSql initSql;
  private final Claims claims;
  private final ServerComment comments;
  private final ManagedObserver observer;
  private final Events events;
  private final InstantSource clock;

  @Inject
  DatabaseKind(
      InitSql initSql,
      Claims claims,
      ServerComment comments,
      ManagedObserver observer,
      Events events,
      InstantSource clock) {
    this.clock = clock;
    this.events = events;
    this.initSql = initSql;
    this.claims = claims;
    this.comments = comments;
    this.observer = observer;
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
    return resource.spec().text("name", "");
  }

  @Override
  public Optional<String> witnessed(CustomResource resource) {
    return resource.status().object("database").text("name");
  }

  @Override
  public Intent<DatabaseSpec> intent(Request request) {
    return new DatabaseIntent(request);
  }

  @Override
  public Optional<String> inputsSeen(Request request) {
    return request.resource().spec().has(InitSql.BLOCK) ? Optional.empty() : Optional.of("");
  }

  @Override
  public Optional<DatabaseSpec> look(Request request) {
    return Optional.of(spec(request));
  }

  /** Only those whose inside is spoken of are connected to. */
  @Override
  public int sweepSize() {
    return 1_000;
  }

  private DatabaseSpec spec(Request request) {
    CustomResource database = request.resource();
    return DatabaseSpec.builder(serverName(database), request.owner())
        .provenance(request.provenance())
        .comment(comments.render(request.instance(), database))
        .section(request.section())
        .recorded(request.recordedSection())
        .databaseOwner(database.spec().text("owner").orElse(null))
        .issued(Claims.issued(database))
        .others(claims.within(database, request.server().engine().section()))
        .build();
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

  /** {@code Snapshot} keeps the database: nothing is dropped before a backup of it can be made. */
  @Override
  public DropMode deletionPolicy(CustomResource resource) {
    return resource.spec().text("deletionPolicy", "Delete").equals("Delete")
        ? DropMode.DROP
        : DropMode.RETAIN;
  }

  @Override
  public Optional<Failure> obstacle(Request request, StatusDraft draft) {
    return Optional.empty();
  }

  @Override
  public void released(CustomResource resource, DropMode mode) {}

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
      this.desired = spec(request);
    }

    /** What has run is not needed any more: when its source is gone, its record is enough. */
    private Optional<InitSql.Script> script(CustomResource database) {
      try {
        return initSql.read(database);
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
      return InitSqlRun.run(request, script, made.made(), draft, observer, clock);
    }

    @Override
    public List<String> unsupported() {
      return request.resource().spec().text("deletionPolicy", "").equals("Snapshot")
          ? List.of(
              "spec.deletionPolicy: Snapshot keeps the database on deletion, as Retain does; this"
                  + " version makes no backup of it")
          : List.of();
    }
  }
}
