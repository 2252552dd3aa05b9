package io.dbprovision.storage.s3;

import io.dbprovision.spi.Store;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.store.StoreContract;
import io.dbprovision.testservers.S3Server;
import java.util.Map;
import java.util.Optional;

/** What every store promises, on a real server. */
class S3ContractTest extends StoreContract {
  S3Server server() {
    return Servers.plain();
  }

  @Override
  protected Store store() {
    return new S3Store();
  }

  @Override
  protected StorePlace place() {
    return Servers.place(server(), Map.of());
  }

  @Override
  protected Optional<StorePlace> wrongCredentials() {
    return Optional.of(
        StorePlace.builder(place().block())
            .secret("secretRef", Servers.keys(server().accessKey(), "not-the-secret"))
            .build());
  }

  @Override
  protected Optional<StorePlace> missingBucket() {
    return Optional.of(Servers.place(server(), Map.of("bucket", "no-such-bucket")));
  }

  /** The least buffer, without what sending takes. */
  @Override
  protected int partSize() {
    return 23 * 256 * 1024;
  }
}
