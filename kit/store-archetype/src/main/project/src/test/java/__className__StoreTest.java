package ${package};

import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.store.StoreContract;
import java.util.Map;
import java.util.Optional;

/** PLACE 5 of 5: where the tests write. Start a real server here, on a free port. */
class ${className}StoreTest extends StoreContract {
  private final ${className}Store store = new ${className}Store();

  @Override
  protected Store store() {
    return store;
  }

  @Override
  protected StorePlace place() {
    return place(MemoryBuckets.BUCKET, MemoryBuckets.PASSWORD);
  }

  @Override
  protected Optional<StorePlace> wrongCredentials() {
    return Optional.of(place(MemoryBuckets.BUCKET, SecretText.of("wrong")));
  }

  @Override
  protected Optional<StorePlace> missingBucket() {
    return Optional.of(place("nowhere", MemoryBuckets.PASSWORD));
  }

  /** Remove it when the objects lie elsewhere: then the suite measures what an upload keeps. */
  @Override
  protected boolean keepsObjectsInThisProcess() {
    return true;
  }

  private static StorePlace place(String bucket, SecretText password) {
    Map<String, Object> block =
        Map.of("bucket", bucket, "prefix", "team/a", "secretRef", Map.of("name", "storage"));
    return StorePlace.builder(Section.of("spec.storage.${storeName}", block))
        .secret("secretRef", Map.of("password", password))
        .build();
  }
}
