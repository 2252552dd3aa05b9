package io.dbprovision.storage.s3;

import io.dbprovision.testservers.S3Server;
import org.junit.jupiter.api.condition.EnabledIf;

/** The suite on the other server: {@code -Dservers.versions.s3=versitygw,minio}. */
@EnabledIf("io.dbprovision.storage.s3.Servers#asksForComplete")
class CompleteContractTest extends S3ContractTest {
  @Override
  S3Server server() {
    return Servers.complete();
  }
}
