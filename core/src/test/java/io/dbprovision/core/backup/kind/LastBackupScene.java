package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.DATABASE;
import static io.dbprovision.core.backup.kind.BackupScene.STORAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.backup.work.Copied;
import io.dbprovision.core.backup.work.Match;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.testkit.memory.InMemoryServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A database with a place for its last backup, and what becomes of both. */
abstract class LastBackupScene {
  static final Duration SETTLED = Duration.ofSeconds(3);

  BackupScene scene = new BackupScene();

  @BeforeEach
  void aDatabaseWithAPlaceForItsLastBackup() {
    scene.operator.apply(DATABASE, snapshot(Map.of()));
    assertThat(scene.world.condition(DATABASE, "Synced").status()).isEqualTo("True");
  }

  static Map<String, Object> snapshot(Map<String, Object> more) {
    Map<String, Object> block = new HashMap<>(more);
    block.put("storage", STORAGE);
    Map<String, Object> spec = new HashMap<>();
    spec.put("name", "shop");
    spec.put("instanceRef", Map.of("name", World.INSTANCE.name()));
    spec.put("deletionProtection", false);
    spec.put("deletionPolicy", "Snapshot");
    spec.put("snapshot", block);
    return spec;
  }

  static Map<String, Object> with(Map<String, Object> spec, String key, Object value) {
    return BackupScene.with(spec, key, value);
  }

  void delete() {
    scene.operator.delete(DATABASE);
  }

  void force() {
    scene.operator.apply(DATABASE, snapshot(Map.of()), Map.of(Keys.FORCE_DELETE, "true"));
  }

  InMemoryServer server() {
    return scene.world.server();
  }

  boolean there() {
    return server().databases().containsKey("shop");
  }

  List<CustomResource> backups() {
    return List.copyOf(scene.world.resources().list(CustomKind.BACKUP));
  }

  CustomResource backup() {
    return backups().stream()
        .filter(one -> !one.deleting())
        .reduce((one, other) -> other)
        .orElseThrow(() -> new AssertionError("no backup: " + scene.message(DATABASE)));
  }

  String uid() {
    return backup().metadata().uid();
  }

  /** The worker of the last backup did its work. */
  void copied() {
    String path = backup().status().object("backup").text("path", "");
    scene.stored.put(path, uid(), false);
    scene.done(backup().key(), FakeStored.CHECKSUM);
    scene.later();
  }

  void verified(Match match) {
    scene.workers.become(
        Scratch.uid(backup()),
        new WorkState.Done(
            new WorkResult(
                Instant.EPOCH,
                Instant.EPOCH,
                new Copied(
                    2000, 1000, FakeStored.CHECKSUM, "lines", "linedump 1", "9.9", List.of()),
                3,
                match,
                0,
                null)));
    scene.later();
  }

  void finish() {
    scene.operator.later(SETTLED);
    copied();
    verified(Match.SAME);
  }

  void dropped() {
    delete();
    finish();
    assertThat(scene.world.gone(DATABASE)).isTrue();
  }
}
