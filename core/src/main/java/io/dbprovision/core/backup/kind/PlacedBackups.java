package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.Removed;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.spi.StoredObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Asks the store itself, or a worker where only workers can open it. */
final class PlacedBackups implements StoredBackups {
  private final PatientBackups here;
  private final AskedBackups there;

  @Inject
  PlacedBackups(PatientBackups here, AskedBackups there) {
    this.here = here;
    this.there = there;
  }

  private StoredBackups at(StoreSite site) {
    return site.byWorkers() ? there : here;
  }

  @Override
  public void check(StoreSite site) {
    at(site).check(site);
  }

  @Override
  public Optional<Manifest> manifest(StoreSite site, String path) {
    return at(site).manifest(site, path);
  }

  @Override
  public StoreSite lying(StoreSite site, String path, String uid) {
    return at(site).lying(site, path, uid);
  }

  @Override
  public Optional<StoredObject> file(StoreSite site, String path) {
    return at(site).file(site, path);
  }

  @Override
  public Optional<String> doubt(StoreSite site, String path, String uid, WorkResult result) {
    return at(site).doubt(site, path, uid, result);
  }

  @Override
  public Optional<Set<String>> keyIds(StoreSite site, String path) {
    return at(site).keyIds(site, path);
  }

  @Override
  public void rewrap(
      StoreSite site, String path, Collection<EncryptionKey> known, EncryptionKey now) {
    at(site).rewrap(site, path, known, now);
  }

  @Override
  public void retireOthers(StoreSite site, String path, EncryptionKey now) {
    at(site).retireOthers(site, path, now);
  }

  @Override
  public Removed delete(StoreSite site, String path, String uid) {
    return at(site).delete(site, path, uid);
  }

  @Override
  public int clean(StoreSite site, String path, Instant before) {
    return at(site).clean(site, path, before);
  }

  @Override
  public void giveUp(StoreSite site, String path, String uid) {
    at(site).giveUp(site, path, uid);
  }
}
