package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.store.StoreContract;
import java.util.Map;
import java.util.Optional;

/** The store in memory keeps the contract, or tests against it would prove nothing. */
class MemoryStoreTest extends StoreContract {
  private static final String PATH = "spec.storage.memory";

  private final MemoryStore store = new MemoryStore();

  MemoryStoreTest() {
    store.bucket("backups");
  }

  @Override
  protected Store store() {
    return store;
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
