package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.RESTORE;
import static io.dbprovision.core.backup.kind.BackupScene.STORAGE;
import static io.dbprovision.core.backup.kind.BackupScene.backupSpec;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.ForeignEncryption;
import io.dbprovision.core.backup.work.LoadSource;
import io.dbprovision.core.backup.work.LoadWork;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that have no manifest beside them, because an operator before this one wrote them. */
class EarlierFilesTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String FILE = "shop-old-20250101-000000.dump.gz.enc";
  private static final String PATH = "backups/" + FILE;
  private static final Map<String, Object> CIPHER =
      Map.of("enabled", true, "secretRef", Map.of("name", "keys", "key", "key"));
  private static final Map<String, Object> CBC = with(CIPHER, "algorithm", "aes-256-cbc");
  private static final Map<String, Object> AGREED = Map.of("acknowledgeUnverifiedFile", true);

  private final BackupScene scene = BackupScene.withDatabase();

  @BeforeEach
  void aKey() {
    scene.world.secrets().put("keys", Map.of("key", KEY));
  }

  @Test
  void anEarlierBackupIsReadWhereEarlierOperatorsPutIt() {
    earlier(PATH, with(with(backupSpec(), "encryption", CIPHER), "compression", Map.of()));
    scene.stored.file("backups/" + PATH, 700);
    scene.stored.file(PATH, 3);

    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());

    assertThat(scene.phase(RESTORE)).isEqualTo("Running");
    // a block that is there and empty says gzip only to the API server, which fills it in
    assertThat(source())
        .isEqualTo(
            new LoadSource.Foreign(
                "backups/" + PATH,
                "",
                Compression.NONE,
                ForeignEncryption.GCM,
                EncryptionKey.of(KEY.getBytes(StandardCharsets.UTF_8)),
                false));
    var status = scene.world.status(RESTORE);
    assertThat(status.object("restore").number("compressedSizeBytes", 0)).isEqualTo(700);
    assertThat(status.object("restore").text("sourceBackup")).contains("default/nightly");
    assertThat(status.texts("warnings"))
        .singleElement()
        .asString()
        .contains("stored by an earlier operator");
  }

  @Test
  void aPathWithoutCompressionBlockIsReadByItsName() {
    for (Map.Entry<String, Compression> each :
        Map.of(
                "a.dump.gz.enc", Compression.GZIP,
                "b.sql.zst.enc", Compression.ZSTD,
                "c.dump.lz4.enc", Compression.LZ4,
                "d.dump.enc", Compression.NONE)
            .entrySet()) {
      BackupScene fresh = BackupScene.withDatabase();
      fresh.world.secrets().put("keys", Map.of("key", KEY));
      fresh.stored.file("backups/" + each.getKey(), 5);

      fresh.operator.apply(RESTORE, fromPath("backups/" + each.getKey(), CIPHER, Map.of()));

      LoadWork work = (LoadWork) fresh.workers.work(fresh.uid(RESTORE)).orElseThrow();
      assertThat(((LoadSource.Foreign) work.source()).compression()).isEqualTo(each.getValue());
    }
  }

  @Test
  void aPathMayLackThePrefixThatIsThereTwice() {
    scene.stored.file("backups/" + PATH, 5);

    scene.operator.apply(RESTORE, fromPath(FILE, CIPHER, Map.of()));

    assertThat(source().path()).isEqualTo("backups/" + PATH);
  }

  @Test
  void whatTheBlockSaysCountsMoreThanTheName() {
    scene.stored.file(PATH, 5);
    Map<String, Object> spec = fromPath(PATH, CIPHER, Map.of());
    Map<String, Object> from = new HashMap<>(mapOf(spec, "fromPath"));
    from.put("compression", Map.of("enabled", true, "algorithm", "lz4"));

    scene.operator.apply(RESTORE, with(spec, "fromPath", from));

    assertThat(source().compression()).isEqualTo(Compression.LZ4);
  }

  @Test
  void aCbcFileTakesAnAcknowledgement() {
    scene.stored.file(PATH, 5);
    scene.operator.apply(RESTORE, fromPath(PATH, CBC, Map.of()));

    refused("spec.confirmation.acknowledgeUnverifiedFile", "aes-256-cbc");
  }

  @Test
  void anAcknowledgedCbcFileIsReadAndTheStatusSaysWhatThatMeans() {
    scene.stored.file(PATH, 5);
    scene.operator.apply(RESTORE, fromPath(PATH, CBC, AGREED));

    assertThat(source().encryption()).isEqualTo(ForeignEncryption.CBC);
    assertThat(source().acknowledged()).isTrue();
    assertThat(scene.world.status(RESTORE).texts("warnings"))
        .anySatisfy(warning -> assertThat(warning).contains("whether somebody changed it"));
  }

  @Test
  void anEncryptedFileNeedsItsKey() {
    scene.stored.file(PATH, 5);
    scene.operator.apply(RESTORE, fromPath(PATH, Map.of(), Map.of()));

    refused("spec.fromPath.encryption", "is encrypted by its name");
  }

  @Test
  void aFileThatIsNotThereIsSaidSo() {
    earlier(PATH, with(backupSpec(), "encryption", CIPHER));
    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());

    refused("spec.backupRef", PATH, "no file of an earlier operator");
  }

  @Test
  void ourOwnBackupWithoutManifestIsNeverTakenForAnEarlierOne() {
    scene.completedBackup();
    String path = scene.path();
    scene.stored.manifests.clear();
    scene.stored.file(path, 5);
    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());

    refused("there is no complete backup at " + path);
  }

  @Test
  void anEarlierBackupThatSaysNotWhereItIsHasNoSource() {
    earlier("", backupSpec());
    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());

    refused("does not say where it is stored");
  }

  private LoadSource.Foreign source() {
    LoadWork work = (LoadWork) scene.workers.work(scene.uid(RESTORE)).orElseThrow();
    assertThat(work.source()).isInstanceOf(LoadSource.Foreign.class);
    return (LoadSource.Foreign) work.source();
  }

  private void refused(String... saying) {
    assertThat(scene.phase(RESTORE)).isEqualTo("Failed");
    assertThat(scene.ready(RESTORE)).isEqualTo("False/ValidationFailed");
    assertThat(scene.message(RESTORE)).contains(List.of(saying));
    assertThat(scene.copying.calls).doesNotContain("prepare");
  }

  private void earlier(String path, Map<String, Object> spec) {
    scene.operator.kill();
    scene.world.resources().put(BACKUP, spec, Map.of());
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("path", path);
    block.put("sizeBytes", 2000);
    block.put("compressedSizeBytes", 700);
    block.put("checksum", "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8");
    block.put("format", "custom");
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("phase", "Completed");
    status.put("backup", block);
    status.put("source", Map.of("engine", "memory", "database", "shop", "instance", "main"));
    var _ = scene.world.resources().applyStatus(scene.world.resource(BACKUP), status);
    scene.restart();
  }

  private static Map<String, Object> fromPath(
      String path, Map<String, Object> encryption, Map<String, Object> confirmation) {
    return Map.of(
        "fromPath",
        Map.of("backupPath", path, "storage", STORAGE, "encryption", encryption),
        "target",
        Map.of("instanceRef", Map.of("name", "main"), "databaseName", "other"),
        "confirmation",
        confirmation);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> mapOf(Map<String, Object> spec, String key) {
    return (Map<String, Object>) Objects.requireNonNull(spec.get(key));
  }
}
