package io.dbprovision.core.backup.kind;

import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.Removed;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Manifests in a map. */
final class FakeStored implements StoredBackups {
  static final String CHECKSUM = "sha256:feed";

  private final Writes writes;
  final Map<String, Manifest> manifests = new TreeMap<>();
  final Map<String, StoredObject> files = new TreeMap<>();
  final List<String> deleted = new ArrayList<>();
  final List<String> cleaned = new ArrayList<>();
  @Nullable EngineException fails;

  FakeStored(Writes writes) {
    this.writes = writes;
  }

  /** As a worker leaves it. */
  void put(String path, String uid, boolean encrypted) {
    manifests.put(
        path,
        new Manifest(
            new BackupHeader(uid, "memory", "shop", "lines"),
            Compression.NONE,
            encrypted,
            Instant.EPOCH,
            2000,
            1,
            List.of(1000L),
            CHECKSUM,
            new DumpSummary("linedump 1", "9.9", ContentSummary.unknown(), List.of())));
  }

  /** As an earlier operator left it. */
  void file(String key, long size) {
    files.put(key, new StoredObject(key, size, Instant.EPOCH));
  }

  private void ask() {
    if (fails != null) {
      throw fails;
    }
  }

  @Override
  public void check(StoreSite site) {
    ask();
  }

  @Override
  public Optional<Manifest> manifest(StoreSite site, String path) {
    ask();
    return Optional.ofNullable(manifests.get(path));
  }

  @Override
  public Optional<StoredObject> file(StoreSite site, String path) {
    ask();
    return Optional.ofNullable(files.get(site.path(path)))
        .or(() -> Optional.ofNullable(files.get(path)));
  }

  @Override
  public Removed delete(StoreSite site, String path, String uid) {
    writes.next();
    ask();
    deleted.add(path);
    return manifests.remove(path) == null ? Removed.NOTHING : Removed.ALL;
  }

  @Override
  public int clean(StoreSite site, String prefix, Instant before) {
    ask();
    cleaned.add(prefix);
    return 0;
  }
}
