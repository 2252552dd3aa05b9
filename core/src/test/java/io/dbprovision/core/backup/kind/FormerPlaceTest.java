package io.dbprovision.core.backup.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.BackupUpload;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.StreamOptions;
import io.dbprovision.core.backup.stream.StreamProgress;
import io.dbprovision.core.backup.work.FakeWorkers;
import io.dbprovision.core.backup.work.Removed;
import io.dbprovision.core.backup.work.StoreAccess;
import io.dbprovision.core.backup.work.WorkerContext;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Backups that were stored beside the folders of claims, before there were any. */
class FormerPlaceTest {
  private static final Path ROOT = Path.of("/data");
  private static final String PATH = "prod/shop.lines";
  private static final InstantSource CLOCK = InstantSource.system();

  private final MemoryStore folders = new MemoryStore();
  private final SecureRandom random = new SecureRandom();
  private final StoreContext context =
      new WorkerContext(CLOCK, random, List.of(), Duration.ofSeconds(1));
  private final ArchivedBackups stored =
      new ArchivedBackups(context, new Claims(new FakeWorkers(), ROOT), CLOCK, random);
  private final StoreSite site = site(false);

  /** Folders as buckets. */
  private final class Folders extends BlankStore {
    @Override
    public ObjectStore open(StorePlace place, StoreContext given) {
      return client(place.mount().orElseThrow());
    }
  }

  private ObjectStore client(Path folder) {
    return folders.bucket(folder.toString()).client(CLOCK);
  }

  private StoreSite site(boolean byWorkers) {
    ClaimSite claim =
        new ClaimSite(
            new ResourceKey(CustomKind.BACKUP, "team-a", "nightly"), "backups", ROOT, byWorkers);
    StoreAccess access =
        new StoreAccess("folders", Section.empty("spec"), Map.of(), claim.folder());
    return new StoreSite(new Folders(), access, "", claim, "default");
  }

  private void store(Path folder, String uid) {
    BackupArchive archive = new BackupArchive(client(folder), CLOCK, random);
    BackupHeader header = new BackupHeader(uid, "memory", "shop", "lines");
    try (BackupUpload upload =
        archive.begin(PATH, header, new StreamOptions(Compression.NONE, 6, null))) {
      upload.copy(new ByteArrayInputStream(new byte[100]), StreamProgress.NONE);
      var _ = upload.commit(new DumpSummary("tool", "1", ContentSummary.unknown(), List.of()));
    }
  }

  private static Path folder(StoreSite found) {
    return Objects.requireNonNull(found.access().mount());
  }

  @Test
  void oneWithTheObjectsUidIsFoundThereAndRemovedFromThere() {
    store(ROOT, "uid-1");

    StoreSite found = stored.lying(site, PATH, "uid-1");

    assertThat(folder(found)).isEqualTo(ROOT);
    assertThat(stored.manifest(found, PATH)).isPresent();
    assertThat(stored.delete(found, PATH, "uid-1")).isEqualTo(Removed.ALL);
    assertThat(folders.bucket(ROOT.toString()).contents()).isEmpty();
  }

  @Test
  void anothersIsNotLookedAtWhateverThePathSays() {
    store(ROOT, "of-team-b");

    assertThat(folder(stored.lying(site, PATH, "uid-1"))).isEqualTo(site.access().mount());
    assertThat(stored.manifest(site, PATH)).isEmpty();
    assertThat(stored.delete(site, PATH, "uid-1")).isEqualTo(Removed.NOTHING);
    assertThat(folders.bucket(ROOT.toString()).contents()).isNotEmpty();
  }

  @Test
  void whereJobsMountTheClaimThereIsNoSuchPlace() {
    assertThat(site(true).former()).isEmpty();
  }
}
