package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.StreamOptions;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Works for tests that do not care which. */
public final class Works {
  public static final EncryptionKey KEY =
      EncryptionKey.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

  private Works() {}

  public static DumpWork dump(String id) {
    Endpoint server =
        Endpoint.builder(
                new EngineName("memory"),
                "db.example",
                5000,
                new Credentials("copier", SecretText.of("s3cret-password")))
            .database("shop")
            .options(Section.of("spec.memory", Map.of("applicationName", "x")))
            .tls(
                TlsSettings.builder(TlsMode.VERIFY_FULL)
                    .ca("CA PEM")
                    .client("CERT PEM", SecretText.of("s3cret-tls-key"))
                    .build())
            .build();
    return new DumpWork(
        id,
        server,
        "shop",
        Section.of("spec.memory", Map.of("jobs", 4, "only", List.of("a", "b"), "deep", true)),
        new StoreAccess(
            "memory",
            Section.of("spec.storage.memory", Map.of("bucket", "b")),
            Map.of("secretRef", Map.of("token", SecretText.of("s3cret-token"))),
            Path.of("/data")),
        "prefix/shop.lines.zst",
        new BackupHeader("uid-1", "memory", "shop", "lines"),
        new StreamOptions(Compression.ZSTD, 3, KEY));
  }

  public static WorkTerms terms(String instance) {
    return new WorkTerms(
        "DatabaseBackup shop/nightly", "shop", null, instance, Duration.ofMinutes(10), 0, Map.of());
  }
}
