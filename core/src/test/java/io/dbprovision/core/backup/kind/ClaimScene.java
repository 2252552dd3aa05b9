package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.with;

import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.Copied;
import io.dbprovision.core.backup.work.Errand;
import io.dbprovision.core.backup.work.Finding;
import io.dbprovision.core.backup.work.Match;
import io.dbprovision.core.backup.work.StoreWork;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Backups on a claim that the operator cannot open: a test answers for the workers that can. */
abstract class ClaimScene {
  static final Map<String, Object> STORAGE =
      Map.of("type", "memory", "memory", Map.of("claim", "vault", "prefix", "backups"));
  static final Map<String, Object> SPEC = with(BackupScene.backupSpec(), "storage", STORAGE);
  static final Finding GOOD = new Finding.Good();
  static final String NO_CLAIM =
      "the worker's pod has no node: persistentvolumeclaim \"vault\" not found";

  final BackupScene scene = BackupScene.onClaims();

  void completed() {
    scene.operator.apply(BACKUP, SPEC);
    answer(Errand.Check.class, GOOD);
    scene.done(BACKUP, FakeStored.CHECKSUM);
    later();
    answer(Errand.Clean.class, new Finding.Cleaned(0));
  }

  static Finding archive(String uid, boolean encrypted) {
    return new Finding.Archive(
        new Manifest(
            new BackupHeader(uid, "memory", "shop", "lines"),
            Compression.NONE,
            encrypted,
            Instant.EPOCH,
            2000,
            1,
            List.of(1000L),
            FakeStored.CHECKSUM,
            new DumpSummary("linedump 1", "9.9", ContentSummary.unknown(), List.of())));
  }

  /** The errands of that kind that nobody has answered. */
  List<StoreWork> open(Class<? extends Errand> kind) {
    return scene.workers.ids().stream()
        .flatMap(id -> scene.workers.work(id).stream())
        .filter(StoreWork.class::isInstance)
        .map(StoreWork.class::cast)
        .filter(work -> kind.isInstance(work.errand()))
        .filter(work -> !(scene.workers.state(work.id()) instanceof WorkState.Absent))
        .filter(work -> !scene.workers.state(work.id()).isOver())
        .toList();
  }

  StoreWork asked(Class<? extends Errand> kind) {
    return open(kind).stream()
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody asked for a " + kind.getSimpleName()));
  }

  void answer(Class<? extends Errand> kind, Finding finding) {
    answer(kind, finding, scene.world.clock().instant());
  }

  void answer(Class<? extends Errand> kind, Finding finding, Instant at) {
    scene.workers.become(
        asked(kind).id(),
        new WorkState.Done(
            new WorkResult(
                at,
                at,
                new Copied(0, 0, "", "", "", "", List.of()),
                -1,
                Match.NOT_ASKED,
                0,
                finding)));
    later();
  }

  void waits(Class<? extends Errand> kind) {
    scene.workers.become(asked(kind).id(), new WorkState.Waiting(NO_CLAIM));
    later();
  }

  void fails(Class<? extends Errand> kind, ErrorKind why, String text) {
    scene.workers.become(asked(kind).id(), new WorkState.Failed(why, null, text, false));
    later();
  }

  void later() {
    scene.operator.later(Duration.ofSeconds(10));
  }

  boolean told(String part) {
    return scene.world.events().seen().stream().anyMatch(event -> event.contains(part));
  }
}
