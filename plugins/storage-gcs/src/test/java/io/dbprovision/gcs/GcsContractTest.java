package io.dbprovision.gcs;

import io.dbprovision.spi.Store;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.store.StoreContract;
import io.dbprovision.testservers.GcsServer;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The suite of stores on fake-gcs-server, with tokens of a stub: the server looks at none. */
class GcsContractTest extends StoreContract {
  private static final String BUCKET = "contract";
  private static final Tokens TOKENS = new Tokens();
  private static final GcsServer SERVER = GcsServer.start();

  @BeforeAll
  static void makeBucket() {
    SERVER.makeBucket(BUCKET);
  }

  @AfterAll
  static void close() {
    TOKENS.close();
  }

  @Override
  protected Store store() {
    return new GcsStore();
  }

  @Override
  protected StorePlace place() {
    return Places.of(SERVER.endpoint(), BUCKET, TOKENS.account());
  }

  @Override
  protected Optional<StorePlace> wrongCredentials() {
    return Optional.of(Places.of(SERVER.endpoint(), BUCKET, TOKENS.goneAccount()));
  }

  @Override
  protected Optional<StorePlace> missingBucket() {
    return Optional.of(Places.of(SERVER.endpoint(), "no-such-bucket", TOKENS.account()));
  }

  @Override
  protected int partSize() {
    return 6 * 1024 * 1024;
  }

  /** The service lets nobody list them, and drops them after a week. */
  @Override
  protected boolean tellsOfUnfinishedUploads() {
    return false;
  }
}
