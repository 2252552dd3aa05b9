package io.dbprovision.core.plugin;

import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.memory.MemoryStore;
import io.dbprovision.spi.testkit.store.StoreContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class GuardKeepsTheStoreContractTest extends StoreContract {
  private static final String PATH = "spec.storage.memory";

  private final CallLane shared = new CallLane("memory", 4);
  private final Store guarded;

  GuardKeepsTheStoreContractTest() {
    MemoryStore memory = new MemoryStore();
    memory.bucket("backups");
    this.guarded = guarded(memory, shared);
  }

  static StoreHandle guarded(Store store, CallLane shared) {
    PluginGuard guard =
        new PluginGuard(
            new PluginInfo(Path.of("memory.jar"), "memory", "1.0.0", "", null, List.of()),
            MemoryStore.class.getClassLoader(),
            PluginObserver.none(),
            Deadlines.standard());
    return new StoreHandle(store, guard, shared, 4);
  }

  @AfterEach
  void close() {
    shared.close();
  }

  @Override
  protected Store store() {
    return guarded;
  }

  @Override
  protected StorePlace place() {
    return StorePlace.builder(Section.of(PATH, Map.of("bucket", "backups", "prefix", "/team/a/")))
        .build();
  }

  @Override
  protected Optional<StorePlace> wrongCredentials() {
    return Optional.of(
        StorePlace.builder(place().block())
            .secret("secretRef", Map.of("password", SecretText.of("wrong")))
            .build());
  }

  @Override
  protected Optional<StorePlace> missingBucket() {
    return Optional.of(StorePlace.builder(Section.of(PATH, Map.of("bucket", "nowhere"))).build());
  }

  @Override
  protected boolean keepsObjectsInThisProcess() {
    return true;
  }
}
