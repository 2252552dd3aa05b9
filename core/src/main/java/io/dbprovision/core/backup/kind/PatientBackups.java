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

/** Backups in stores that may be slow to answer. */
final class PatientBackups implements StoredBackups {
  private final ArchivedBackups stored;
  private final StoreQuestions questions;

  @Inject
  PatientBackups(ArchivedBackups stored, StoreQuestions questions) {
    this.stored = stored;
    this.questions = questions;
  }

  private void does(StoreSite site, String what, Runnable work) {
    boolean _ =
        questions.ask(
            site,
            what,
            () -> {
              work.run();
              return true;
            });
  }

  @Override
  public void check(StoreSite site) {
    does(site, "check", () -> stored.check(site));
  }

  @Override
  public Optional<Manifest> manifest(StoreSite site, String path) {
    return questions.ask(site, "manifest " + path, () -> stored.manifest(site, path));
  }

  @Override
  public StoreSite lying(StoreSite site, String path, String uid) {
    return questions.ask(site, "lying " + uid + " " + path, () -> stored.lying(site, path, uid));
  }

  @Override
  public Optional<StoredObject> file(StoreSite site, String path) {
    return questions.ask(site, "file " + path, () -> stored.file(site, path));
  }

  @Override
  public Optional<String> doubt(StoreSite site, String path, String uid, WorkResult result) {
    return questions.ask(
        site,
        "doubt " + uid + " " + result.copied().checksum() + " " + path,
        () -> stored.doubt(site, path, uid, result));
  }

  @Override
  public Optional<Set<String>> keyIds(StoreSite site, String path) {
    return questions.ask(site, "keyIds " + path, () -> stored.keyIds(site, path));
  }

  @Override
  public void rewrap(
      StoreSite site, String path, Collection<EncryptionKey> known, EncryptionKey now) {
    does(site, "rewrap " + now.id() + " " + path, () -> stored.rewrap(site, path, known, now));
  }

  @Override
  public void retireOthers(StoreSite site, String path, EncryptionKey now) {
    does(site, "retireOthers " + now.id() + " " + path, () -> stored.retireOthers(site, path, now));
  }

  @Override
  public Removed delete(StoreSite site, String path, String uid) {
    return questions.ask(site, "delete " + uid + " " + path, () -> stored.delete(site, path, uid));
  }

  @Override
  public int clean(StoreSite site, String path, Instant before) {
    return questions.ask(site, "clean " + path, () -> stored.clean(site, path, before));
  }
}
