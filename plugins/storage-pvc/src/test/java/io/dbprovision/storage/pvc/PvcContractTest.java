package io.dbprovision.storage.pvc;

import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.store.StoreContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** What every store promises, in a real folder. */
class PvcContractTest extends StoreContract {
  @TempDir private static Path mount;

  @Override
  protected Store store() {
    return new PvcStore();
  }

  @Override
  protected StorePlace place() {
    return at(mount);
  }

  @Override
  protected Optional<StorePlace> missingBucket() {
    return Optional.of(at(mount.resolve("not-mounted")));
  }

  private static StorePlace at(Path folder) {
    Map<String, Object> values = Map.of("claimName", "backups", "subPath", "of/team-a");
    return StorePlace.builder(Section.of("spec.storage.pvc", values)).mount(folder).build();
  }
}
