package io.dbprovision.azure;

import io.dbprovision.spi.Store;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.store.StoreContract;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;

/** The suite of stores on Azurite. */
class AzureContractTest extends StoreContract {
  private static final String CONTAINER = "contract";

  @BeforeAll
  static void makeContainer() {
    Azurite.container(CONTAINER);
  }

  @Override
  protected Store store() {
    return new AzureStore();
  }

  @Override
  protected StorePlace place() {
    return Azurite.place(CONTAINER);
  }

  @Override
  protected Optional<StorePlace> wrongCredentials() {
    String another =
        Base64.getEncoder().encodeToString("another".repeat(9).getBytes(StandardCharsets.UTF_8));
    return Optional.of(Azurite.place(CONTAINER, Azurite.SERVER.endpoint(), another, Map.of()));
  }

  @Override
  protected Optional<StorePlace> missingBucket() {
    return Optional.of(Azurite.place("no-such-container"));
  }

  /** Azure makes a slash of it. */
  @Override
  protected boolean takes(String name) {
    return !name.contains("\\");
  }

  /** Half of the least buffer. */
  @Override
  protected int partSize() {
    return 3 * 1024 * 1024;
  }
}
