package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.StreamOptions;
import io.dbprovision.core.backup.work.DumpWork;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Good backups of the shop, one of each format, to be restored. */
final class Stock implements AutoCloseable {
  static final List<String> FORMATS = List.of("custom", "plain", "directory", "tar");
  private static final Duration LONG = Duration.ofMinutes(5);

  private final FaultLab lab;
  private final EncryptionKey key = EncryptionKey.of(new byte[EncryptionKey.BYTES]);

  Stock(FaultLab lab) throws InterruptedException {
    this.lab = lab;
    for (String format : FORMATS) {
      make(format);
    }
  }

  EncryptionKey key() {
    return key;
  }

  Place place(String format, URI wire) {
    return lab.inBucket("stock-" + format, wire);
  }

  private void make(String format) throws InterruptedException {
    String id = "stock-" + format;
    Section block = Section.of("spec.postgres", Map.of("format", format));
    CopyScope scope = new CopyScope(id, Shop.DATABASE, Shop.OWNER, block, Instant.now().plus(LONG));
    Credentials login = lab.dumps().admit(scope);
    Place place = place(format, lab.bucket().endpoint());
    Path works = lab.folder().resolve(id);
    try (Attempt attempt = new InThisProcess(lab.tools(), id, works, List.of(Shop.CLIENTS))) {
      attempt.start(
          new DumpWork(
              id,
              lab.endpoint(lab.shop().login().port(), login, Shop.DATABASE),
              Shop.DATABASE,
              block,
              place.worker(),
              place.path(),
              new BackupHeader(
                  id, FaultLab.ENGINE.value(), Shop.DATABASE, lab.dumps().format(block).name()),
              new StreamOptions(Compression.ZSTD, 1, key)),
          LONG);
      WorkState state = attempt.end(LONG);
      if (!(state instanceof WorkState.Done)) {
        throw new IllegalStateException("a backup without faults: " + state);
      }
    } finally {
      lab.dumps().dismiss(scope);
    }
  }

  @Override
  public void close() {
    for (String format : FORMATS) {
      Place place = place(format, lab.bucket().endpoint());
      try (ObjectStore store = lab.open(place.direct())) {
        new BackupArchive(store, InstantSource.system(), new SecureRandom()).delete(place.path());
      }
    }
  }
}
