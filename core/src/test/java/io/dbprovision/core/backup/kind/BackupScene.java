package io.dbprovision.core.backup.kind;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.inject.util.Modules;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.last.LastBackupModule;
import io.dbprovision.core.backup.work.Copied;
import io.dbprovision.core.backup.work.FakeWorkers;
import io.dbprovision.core.backup.work.Match;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.Workers;
import io.dbprovision.core.config.StoreRules;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.reconcile.TestOperator;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.testkit.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A world with a database that can be copied, and workers that do as the test says. */
final class BackupScene {
  static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");
  static final ResourceKey BACKUP = World.key(CustomKind.BACKUP, "nightly");
  static final ResourceKey RESTORE = World.key(CustomKind.RESTORE, "again");
  static final Map<String, Object> STORAGE =
      Map.of("type", "memory", "memory", Map.of("bucket", "safe", "prefix", "backups"));

  final World world = World.withInstance();
  final FakeCopying copying = new FakeCopying(world.writes());
  final FakeStored stored = new FakeStored(world.writes());
  final FakeWorkers workers = new FakeWorkers();
  final Observed observed = new Observed();
  private final MemoryStore store = new MemoryStore();
  private final boolean onClaims;
  TestOperator operator;

  private BackupScene(boolean onClaims) {
    this.onClaims = onClaims;
    this.operator = start();
    store.bucket("safe");
    operator.settle();
  }

  BackupScene() {
    this(false);
  }

  /** Whose store is on claims, which nobody but workers can open. */
  static BackupScene onClaims() {
    return furnished(new BackupScene(true));
  }

  static BackupScene withDatabase() {
    return furnished(new BackupScene());
  }

  private static BackupScene furnished(BackupScene scene) {
    scene.operator.apply(
        DATABASE, Map.of("name", "shop", "instanceRef", Map.of("name", World.INSTANCE.name())));
    return scene;
  }

  /** Counts ends. */
  static final class Observed implements BackupObserver {
    int successes;
    int failures;

    @Override
    public void finished(
        CustomResource resource, String engine, boolean success, Duration took, long bytes) {
      if (success) {
        successes++;
      } else {
        failures++;
      }
    }

    @Override
    public void known(CustomResource resource) {}

    @Override
    public void forgotten(ResourceKey resource) {}
  }

  private TestOperator start() {
    Module fakes =
        new AbstractModule() {
          @Override
          protected void configure() {
            if (!onClaims) {
              bind(StoredBackups.class).toInstance(stored);
            }
          }
        };
    Module around =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(Stores.class).toInstance(new OneStore(onClaims ? new ClaimStore() : store));
            bind(StoreRules.class).toInstance(StoreRules.STRICT);
            bind(Workers.class).toInstance(workers);
            bind(BackupObserver.class).toInstance(observed);
            bind(StoreContext.class).toInstance(new NoContext());
            bind(Path.class).annotatedWith(VolumeRoot.class).toInstance(Path.of("/data"));
          }
        };
    return new TestOperator(
        world,
        new CopyingEngine(world.engine(), copying),
        List.of(Modules.override(new BackupModule()).with(fakes), around, new LastBackupModule()));
  }

  private record OneStore(Store store) implements Stores {
    @Override
    public Optional<Store> find(String name) {
      return name.equals(store.name()) ? Optional.of(store) : Optional.empty();
    }

    @Override
    public String whyMissing(String name) {
      return "no plugin brings the store '" + name + "'";
    }
  }

  /** Another process goes on. */
  void restart() {
    operator.kill();
    operator = start();
    operator.settle();
  }

  /** Kills the operator before its nth write from now; a new one goes on. False when it lived. */
  boolean crashing(int writes, Runnable work) {
    world.writes().crashAfter(writes);
    try {
      work.run();
      return false;
    } catch (Writes.Crash crash) {
      restart();
      return true;
    } finally {
      world.writes().calm();
    }
  }

  static Map<String, Object> backupSpec() {
    Map<String, Object> spec = new HashMap<>();
    spec.put("databaseRef", Map.of("name", "shop"));
    spec.put("storage", STORAGE);
    return spec;
  }

  static Map<String, Object> with(Map<String, Object> spec, String key, Object value) {
    Map<String, Object> more = new HashMap<>(spec);
    more.put(key, value);
    return more;
  }

  void backup() {
    operator.apply(BACKUP, backupSpec());
  }

  /** What the operator asked for was done as it should be. */
  void workerDone() {
    stored.put(path(), uid(BACKUP), false);
    done(BACKUP, FakeStored.CHECKSUM);
  }

  void done(ResourceKey key, String checksum) {
    workers.become(
        uid(key),
        new WorkState.Done(
            new WorkResult(
                Instant.EPOCH,
                Instant.EPOCH,
                new Copied(
                    2000,
                    1000,
                    checksum,
                    "lines",
                    "linedump 1",
                    "9.9",
                    List.of("one thing was left out")),
                3,
                Match.UNKNOWN,
                0,
                null)));
    operator.settle();
  }

  void workerFailed(ResourceKey key, ErrorKind kind) {
    workers.become(uid(key), new WorkState.Failed(kind, null, "the tool was killed", true));
    operator.settle();
  }

  String path() {
    return world.status(BACKUP).object("backup").text("path", "");
  }

  String uid(ResourceKey key) {
    return world.resource(key).metadata().uid();
  }

  String phase(ResourceKey key) {
    return world.status(key).text("phase", "");
  }

  String message(ResourceKey key) {
    return world.status(key).text("message", "");
  }

  String ready(ResourceKey key) {
    World.Condition ready = world.condition(key, "Ready");
    return ready.status() + "/" + ready.reason();
  }

  boolean told(String start) {
    return world.events().seen().stream().anyMatch(event -> event.startsWith(start));
  }

  List<String> events(String reason) {
    return world.events().seen().stream().filter(event -> event.startsWith(reason + " ")).toList();
  }

  /** The first backup, completed. */
  void completedBackup() {
    backup();
    workerDone();
    later();
  }

  /** Somebody's {@code COMMENT ON DATABASE}, or a row of the operator's that is deleted. */
  void takeRecord() {
    world.server().databases().computeIfPresent("shop", (_, shop) -> shop.withOwner(null));
  }

  void record(Owner owner) {
    world.server().databases().computeIfPresent("shop", (_, shop) -> shop.withOwner(owner));
  }

  /** Namespace and name on record; empty for nobody's. */
  Optional<String> recorded() {
    return Optional.ofNullable(world.server().databases().get("shop"))
        .flatMap(shop -> Optional.ofNullable(shop.owner()))
        .map(owner -> owner.namespace() + "/" + owner.name());
  }

  void later() {
    operator.later(Duration.ofSeconds(20));
  }
}
