package io.dbprovision.storage.s3;

import io.dbprovision.testservers.S3Server;
import org.junit.jupiter.api.condition.EnabledIf;

/** Locks on the other server: {@code -Dservers.versions.s3=versitygw,minio}. */
@EnabledIf("io.dbprovision.storage.s3.Servers#asksForComplete")
class CompleteLockTest extends LockTest {
  @Override
  S3Server server() {
    return Servers.complete();
  }
}
