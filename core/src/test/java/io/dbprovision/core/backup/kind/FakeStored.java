package io.dbprovision.core.backup.kind;

import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.Removed;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Manifests in a map. */
final class FakeStored implements StoredBackups {
  static final String CHECKSUM = "sha256:feed";

  private final Writes writes;
  final Map<String, Manifest> manifests = new TreeMap<>();
  final Map<String, StoredObject> files = new TreeMap<>();

  /** The ids of the keys that there are files for, by path. */
  final Map<String, NavigableSet<String>> keys = new TreeMap<>();

  /** Nobody but a worker sees them. */
  boolean hidden;

  final List<String> rewrapped = new ArrayList<>();
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

  /** As a worker leaves a backup that is encrypted with that key. */
  void put(String path, String uid, String keyId) {
    put(path, uid, true);
    keys.put(path, new TreeSet<>(Set.of(keyId)));
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
  public Optional<Set<String>> keyIds(StoreSite site, String path) {
    ask();
    return hidden
        ? Optional.empty()
        : Optional.of(Set.copyOf(keys.getOrDefault(path, new TreeSet<>())));
  }

  @Override
  public void rewrap(
      StoreSite site, String path, Collection<EncryptionKey> known, EncryptionKey now) {
    ask();
    NavigableSet<String> ids = Objects.requireNonNull(keys.get(path), path);
    if (known.stream().map(EncryptionKey::id).noneMatch(ids::contains)) {
      throw new AssertionError("no key that opens it: " + ids);
    }
    writes.next();
    ids.add(now.id());
    rewrapped.add(path);
  }

  @Override
  public void retireOthers(StoreSite site, String path, EncryptionKey now) {
    ask();
    NavigableSet<String> ids = Objects.requireNonNull(keys.get(path), path);
    if (!ids.contains(now.id())) {
      throw new AssertionError("nothing would open it any more: " + ids);
    }
    writes.next();
    ids.retainAll(Set.of(now.id()));
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
