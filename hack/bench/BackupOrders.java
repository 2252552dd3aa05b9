import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.StreamOptions;
import io.dbprovision.core.backup.work.DumpWork;
import io.dbprovision.core.backup.work.LoadSource;
import io.dbprovision.core.backup.work.LoadWork;
import io.dbprovision.core.backup.work.OrderJson;
import io.dbprovision.core.backup.work.StoreAccess;
import io.dbprovision.core.backup.work.Work;
import io.dbprovision.core.backup.work.WorkOrder;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What the operator hands a worker. */
final class BackupOrders {
  static final String BUCKET = "bench";

  /** zstd's own level 1 is that of manifests. */
  private static final int LEVEL = 1;

  private final Map<String, String> env;
  private final Path volume;
  private final byte[] key = new byte[EncryptionKey.BYTES];

  BackupOrders(Map<String, String> env, Path volume) {
    this.env = env;
    this.volume = volume;
    new java.security.SecureRandom().nextBytes(key);
  }

  byte[] backup(String store, String database, String path) {
    return order(
        new DumpWork(
            UUID.randomUUID().toString(),
            server(database),
            database,
            Section.of("spec.postgres", Map.of("format", "custom")),
            store(store),
            path,
            new BackupHeader(UUID.randomUUID().toString(), "postgres", database, "custom"),
            new StreamOptions(Compression.ZSTD, LEVEL, EncryptionKey.of(key))));
  }

  byte[] restore(String store, String database, String path) {
    return order(
        new LoadWork(
            UUID.randomUUID().toString(),
            server(database),
            database,
            Section.empty("spec.postgres"),
            store(store),
            new LoadSource.Archive(path, EncryptionKey.of(key)),
            true));
  }

  private static byte[] order(Work work) {
    return OrderJson.write(new WorkOrder(work, Duration.ofHours(2)));
  }

  private Endpoint server(String database) {
    return Endpoint.builder(
            new EngineName("postgres"),
            env.get("PGHOST"),
            Integer.parseInt(env.get("PGPORT")),
            new Credentials(env.get("PGADMIN"), SecretText.of(env.get("PGADMIN_PASSWORD"))))
        .database(database)
        .tls(TlsSettings.builder(TlsMode.DISABLE).build())
        .build();
  }

  private StoreAccess store(String name) {
    return switch (name) {
      case "s3" -> s3();
      case "pvc" -> new StoreAccess("pvc", Section.of("spec.storage.pvc", Map.of("claimName", "bench")), Map.of(), volume);
      default -> throw new IllegalArgumentException("no store " + name);
    };
  }

  private StoreAccess s3() {
    Map<String, Object> block = new TreeMap<>();
    block.put("bucket", BUCKET);
    block.put("endpoint", env.get("S3ENDPOINT"));
    block.put("region", env.get("S3REGION"));
    block.put("forcePathStyle", true);
    block.put("secretRef", Map.of("name", "keys"));
    Map<String, SecretText> keys =
        Map.of("AWS_ACCESS_KEY_ID", SecretText.of(env.get("S3ACCESS")), "AWS_SECRET_ACCESS_KEY", SecretText.of(env.get("S3SECRET")));
    return new StoreAccess("s3", Section.of("spec.storage.s3", block), Map.of("secretRef", keys), null);
  }
}
