package io.dbprovision.core.backup.work;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.StreamOptions;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.testkit.TestContext;
import io.dbprovision.spi.testkit.memory.InMemoryEngine;
import io.dbprovision.spi.testkit.memory.InMemoryServer;
import io.dbprovision.spi.testkit.memory.MemoryBucket;
import io.dbprovision.spi.testkit.memory.MemoryStore;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database in memory, a store in memory, and workers between them. */
abstract class WorkerScene {
  static final String PATH = "team/shop.lines";
  static final Owner OWNER = new Owner("c", "o", "ns", "shop", "u");
  static final SortedMap<String, List<String>> TABLES =
      new TreeMap<>(Map.of("public.orders", List.of("1", "2", "3"), "public.users", List.of("a")));

  @TempDir Path scratch;
  final InMemoryEngine engine = new InMemoryEngine();
  final Endpoint admin = InMemoryEngine.endpoint("db.example");
  final InMemoryServer server = engine.server(admin);
  final MemoryStore store = new MemoryStore();
  final MemoryBucket bucket = store.bucket("b");
  final BlockingQueue<WorkProgress> progress = new LinkedBlockingQueue<>();
  final Worker worker =
      new Worker(
          new Tools(),
          InstantSource.system(),
          new SecureRandom(),
          List.of(),
          Path.of(System.getProperty("java.io.tmpdir")),
          progress::add);

  /** Without plugins: what is guarded is tested with the guard. */
  final class Tools implements WorkTools {
    @Override
    public Engine engine(EngineName name) {
      return engine;
    }

    @Override
    public Store store(String name) {
      return store;
    }
  }

  @BeforeEach
  void fill() {
    server.databases().put("shop", StoredObject.foreign().withOwner(OWNER));
    server.tables().put("shop", TABLES);
  }

  DumpWork dump(Compression compression, @Nullable EncryptionKey key) {
    Credentials login =
        with(
            admin,
            LogicalDump.class,
            dumps ->
                dumps.admit(
                    new CopyScope("d1", "shop", OWNER, Section.empty("spec.memory"), later())));
    return new DumpWork(
        "d1",
        as(login),
        "shop",
        Section.empty("spec.memory"),
        access(),
        PATH,
        new BackupHeader("uid-1", "memory", "shop", "lines"),
        new StreamOptions(compression, 6, key));
  }

  LoadWork load(RestoreSpec spec, @Nullable EncryptionKey key, boolean compare) {
    RestorePlace place = with(admin, LogicalRestore.class, restores -> restores.prepare(spec));
    return new LoadWork(
        "l1",
        as(place.login()),
        place.database(),
        Section.empty("spec.memory"),
        access(),
        new LoadSource.Archive(PATH, key),
        compare);
  }

  void complete(RestoreSpec spec) {
    boolean _ =
        with(
            admin,
            LogicalRestore.class,
            restores -> {
              restores.complete(spec);
              return true;
            });
  }

  VerifyWork verify(@Nullable EncryptionKey key) {
    return new VerifyWork("v1", access(), PATH, key);
  }

  static StoreAccess access() {
    return new StoreAccess(
        "memory", Section.of("spec.storage.memory", Map.of("bucket", "b")), Map.of(), null);
  }

  Endpoint as(Credentials login) {
    return Endpoint.builder(admin.engine(), admin.host(), admin.port(), login).build();
  }

  <C, T> T with(Endpoint endpoint, Class<C> type, java.util.function.Function<C, T> use) {
    try (Session session = engine.open(endpoint, TestContext.standard())) {
      return use.apply(session.capability(type).orElseThrow());
    }
  }

  WorkResult run(Work work) {
    return worker.run(new WorkOrder(work, Duration.ofMinutes(1)));
  }

  /** In a process of its own, as it were. */
  WorkResult again(Work work) {
    return new Worker(
            new Tools(),
            InstantSource.system(),
            new SecureRandom(),
            List.of(),
            Path.of(System.getProperty("java.io.tmpdir")),
            progress::add)
        .run(new WorkOrder(work, Duration.ofMinutes(1)));
  }

  EngineException failure(Work work) {
    return catchThrowableOfType(EngineException.class, () -> run(work));
  }

  EngineException failureOf(Work work) {
    return catchThrowableOfType(EngineException.class, () -> again(work));
  }

  static Instant later() {
    return Instant.now().plusSeconds(3600);
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.of(ErrorKind.TIMEOUT, "interrupted");
    }
  }
}
