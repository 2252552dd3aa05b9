package io.dbprovision.spi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Store;
import io.dbprovision.spi.testkit.BrokenContract;
import io.dbprovision.spi.testkit.PluginFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store's jar says in META-INF: without it, Kubernetes drops the store's block. */
@ExtendWith(BrokenContract.class)
public abstract class StoreFilesContract {
  /** The provider, made without arguments as the operator makes it. */
  protected abstract Store store();

  private PluginFiles files() {
    return new PluginFiles(store().getClass());
  }

  @Test
  public void theServicesFileNamesTheStore() {
    files().assertService(Store.class);
  }

  @ParameterizedTest
  @CsvSource({
    "databasebackup, spec.storage",
    "databasebackupschedule, spec.template.spec.storage",
    "databaserestore, spec.fromPath.storage",
    "database, spec.snapshot.storage"
  })
  public void theBlockHasASchemaWhereverAStoreIsNamed(String kind, String place) {
    assertThat(files().mounts(kind + ".yaml"))
        .as(
            "META-INF/dbops/schema/%s.yaml has the schema of the block that is called like the"
                + " store, and the name as one more value of %s.type",
            kind, place)
        .contains(place + "." + store().name(), place + ".type");
  }
}
