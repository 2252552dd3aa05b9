package ${package};

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;

/** Stands in for a real storage: one bucket, gone with the process. */
final class MemoryBuckets {
  static final String BUCKET = "backups";
  static final SecretText PASSWORD = SecretText.of("letmein");

  private final MemoryBucket backups = new MemoryBucket();

  /** The bucket, for who knows the password. */
  MemoryBucket bucket(String name, SecretText password) {
    if (!PASSWORD.equals(password)) {
      throw EngineException.of(ErrorKind.AUTHENTICATION, "the password is wrong");
    }
    if (!name.equals(BUCKET)) {
      throw EngineException.of(ErrorKind.NOT_FOUND, "there is no bucket '" + name + "'");
    }
    return backups;
  }
}
