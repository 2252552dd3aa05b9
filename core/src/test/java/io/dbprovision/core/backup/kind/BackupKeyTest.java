package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.RESTORE;
import static io.dbprovision.core.backup.kind.BackupScene.STORAGE;
import static io.dbprovision.core.backup.kind.BackupScene.backupSpec;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.work.LoadSource;
import io.dbprovision.core.backup.work.LoadWork;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The user's key changes under a completed backup. */
class BackupKeyTest {
  private static final String OLD = "o".repeat(EncryptionKey.BYTES);
  private static final String NEW = "n".repeat(EncryptionKey.BYTES);
  private static final String THIRD = "t".repeat(EncryptionKey.BYTES);

  private final BackupScene scene = BackupScene.withDatabase();

  private static String id(String key) {
    return EncryptionKey.of(key.getBytes(StandardCharsets.UTF_8)).id();
  }

  private static Map<String, Object> spec(String secret) {
    return with(
        backupSpec(),
        "encryption",
        Map.of("enabled", true, "secretRef", Map.of("name", secret, "key", "key")));
  }

  /** What {@code kubectl apply} of the Secret does. */
  private void keys(BackupScene scene, Map<String, String> entries) {
    scene.world.secrets().put("keys", entries);
    scene.operator.settle();
  }

  private void completed(BackupScene scene) {
    keys(scene, Map.of("key", OLD));
    scene.operator.apply(BACKUP, spec("keys"));
    scene.stored.put(scene.path(), scene.uid(BACKUP), id(OLD));
    scene.done(BACKUP, FakeStored.CHECKSUM);
    scene.later();
  }

  private Fields status() {
    return scene.world.status(BACKUP).object("backup");
  }

  private String current(BackupScene scene) {
    World.Condition condition = scene.world.condition(BACKUP, "KeyCurrent");
    return condition.status() + "/" + condition.reason();
  }

  private String told() {
    return scene.world.condition(BACKUP, "KeyCurrent").message();
  }

  @Test
  void aFreshBackupSaysItsKeyAndNothingIsWritten() {
    completed(scene);

    assertThat(current(scene)).isEqualTo("True/KeyWrapped");
    assertThat(told()).contains(id(OLD), "entry key of Secret default/keys");
    assertThat(status().text("keyId", "")).isEqualTo(id(OLD));
    assertThat(status().object("keySecretRef").values())
        .isEqualTo(Map.of("namespace", "default", "name", "keys", "key", "key"));
    scene.operator.later(Duration.ofDays(1));
    assertThat(scene.stored.rewrapped).isEmpty();
  }

  @Test
  void aNewKeyUnderTheEntryIsTakenOverAtOnceAndTheOldOneMayGo() {
    completed(scene);
    keys(scene, Map.of("key", NEW, "before", OLD));

    assertThat(scene.stored.keys.get(scene.path())).containsExactly(id(NEW));
    assertThat(current(scene)).isEqualTo("True/KeyWrapped");
    assertThat(status().text("keyId", "")).isEqualTo(id(NEW));
    assertThat(scene.told("KeyRewrapped nightly")).isTrue();
    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
    assertThat(scene.ready(BACKUP)).isEqualTo("True/Ready");

    int writes = scene.world.writes().count();
    keys(scene, Map.of("key", NEW));
    scene.operator.later(Duration.ofDays(1));
    assertThat(scene.world.writes().count()).as("nothing more is written").isEqualTo(writes);
    assertThat(scene.stored.rewrapped).hasSize(1);
    assertThat(scene.world.status(BACKUP).toString() + scene.world.events().seen())
        .doesNotContain(OLD, NEW);
  }

  @Test
  void whereverTheOperatorWasKilledOneKeyOpensItAndInTheEndTheNewOneAlone() {
    int crashes = 0;
    for (int writes = 0; crashes == writes; writes++) {
      BackupScene scene = BackupScene.withDatabase();
      completed(scene);
      if (scene.crashing(writes, () -> keys(scene, Map.of("key", NEW, "before", OLD)))) {
        crashes++;
      }
      scene.later();

      assertThat(scene.stored.keys.get(scene.path())).as("crash %s", writes).containsOnly(id(NEW));
      assertThat(current(scene)).as("crash %s", writes).isEqualTo("True/KeyWrapped");
      assertThat(scene.world.status(BACKUP).object("backup").text("keyId", "")).isEqualTo(id(NEW));
    }
    assertThat(crashes).as("status, new file, old file, status").isGreaterThanOrEqualTo(4);
  }

  @Test
  void aKeyThatWentTooEarlyIsAskedBackAndNothingIsLost() {
    completed(scene);
    keys(scene, Map.of("key", NEW));

    assertThat(current(scene)).isEqualTo("False/KeyMissing");
    assertThat(told())
        .contains(
            "wrapped with key " + id(OLD),
            "not in Secret default/keys: put it back under any entry until KeyCurrent is True");
    assertThat(scene.told("KeyMissing nightly")).isTrue();
    assertThat(scene.ready(BACKUP)).isEqualTo("True/Ready");
    assertThat(scene.stored.keys.get(scene.path())).containsExactly(id(OLD));
    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());
    assertThat(scene.phase(RESTORE)).isEqualTo("Failed");
    assertThat(scene.message(RESTORE))
        .contains("spec.encryption.secretRef", "wrapped with key " + id(OLD), "under any entry");
    int events = scene.world.events().seen().size();
    scene.operator.later(Duration.ofDays(2));
    assertThat(scene.world.events().seen()).as("told once").hasSize(events);

    keys(scene, Map.of("key", NEW, "found-again", OLD));
    scene.later();

    assertThat(current(scene)).isEqualTo("True/KeyWrapped");
    assertThat(scene.stored.keys.get(scene.path())).containsExactly(id(NEW));
  }

  @Test
  void anotherSecretMayBeNamedAndTheOneBeforeIsRemembered() {
    completed(scene);
    scene.world.secrets().put("next", Map.of("key", NEW));

    scene.operator.apply(BACKUP, spec("next"));
    assertThat(current(scene)).isEqualTo("True/KeyWrapped");
    assertThat(scene.stored.keys.get(scene.path())).containsExactly(id(NEW));
    assertThat(status().object("keySecretRef").text("name", "")).isEqualTo("next");
  }

  @Test
  void whenTheSecretBeforeIsGoneItIsNamedToo() {
    completed(scene);
    scene.world.secrets().put("next", Map.of("key", NEW));
    scene.world.secrets().remove("keys");

    scene.operator.apply(BACKUP, spec("next"));
    assertThat(current(scene)).isEqualTo("False/KeyMissing");
    assertThat(told()).contains("not in Secret default/next nor in Secret keys");
    keys(scene, Map.of("any", OLD));
    scene.later();
    assertThat(current(scene)).isEqualTo("True/KeyWrapped");
  }

  @Test
  void aSecretThatIsGoneIsAWarningThatNamesTheKeyToKeep() {
    completed(scene);
    scene.world.secrets().remove("keys");
    scene.operator.settle();

    assertThat(current(scene)).isEqualTo("False/DependencyNotReady");
    assertThat(told()).contains("Secret default/keys does not exist", "keep key " + id(OLD));
    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
    keys(scene, Map.of("key", OLD));
    assertThat(current(scene)).isEqualTo("True/KeyWrapped");
    assertThat(scene.told("KeyRewrapped")).as("it is the same key").isFalse();
  }

  @Test
  void theOldKeyStaysAsLongAsARestoreMayReadWithIt() {
    completed(scene);
    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());
    assertThat(given()).isEqualTo(id(OLD));

    keys(scene, Map.of("key", NEW, "before", OLD));

    assertThat(current(scene)).isEqualTo("False/KeyInUse");
    assertThat(told()).contains("default/again");
    assertThat(scene.stored.keys.get(scene.path())).containsExactlyInAnyOrder(id(OLD), id(NEW));

    scene.done(RESTORE, FakeStored.CHECKSUM);
    scene.operator.later(Duration.ofMinutes(1));
    assertThat(current(scene)).isEqualTo("True/KeyWrapped");
    assertThat(scene.stored.keys.get(scene.path())).containsExactly(id(NEW));
  }

  @Test
  void aRestoreFindsTheKeyAmongTheEntriesByItsId() {
    completed(scene);
    scene.stored.fails = EngineException.of(ErrorKind.UNREACHABLE, "the store is away");
    keys(scene, Map.of("key", NEW, "before", OLD, "note", "not a key"));
    assertThat(current(scene)).isEqualTo("False/Unreachable");
    assertThat(told()).contains("the store is away", "keep key " + id(OLD));

    scene.stored.fails = null;
    Map<String, Object> from =
        Map.of(
            "backupPath",
            scene.path(),
            "storage",
            STORAGE,
            "encryption",
            Map.of("enabled", true, "secretRef", Map.of("name", "keys", "key", "key")));
    Map<String, Object> restore = new HashMap<>(RestoreTest.toNewDatabase());
    restore.remove("backupRef");
    scene.operator.apply(RESTORE, with(restore, "fromPath", from));
    assertThat(given()).isEqualTo(id(OLD));

    scene.done(RESTORE, FakeStored.CHECKSUM);
    scene.operator.later(Duration.ofMinutes(30));
    assertThat(current(scene)).isEqualTo("True/KeyWrapped");
  }

  @Test
  void aRotationThatIsTakenBackHalfWayLeavesNoFileOfTheOtherKey() {
    completed(scene);
    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());
    keys(scene, Map.of("key", NEW, "before", OLD));
    assertThat(current(scene)).isEqualTo("False/KeyInUse");
    scene.done(RESTORE, FakeStored.CHECKSUM);

    keys(scene, Map.of("key", OLD, "other", THIRD));
    scene.operator.later(Duration.ofMinutes(1));

    assertThat(scene.stored.keys.get(scene.path())).containsExactly(id(OLD));
    assertThat(current(scene)).isEqualTo("True/KeyWrapped");
  }

  @Test
  void aKeyThatIsMissingSpeaksNotAgainstABackupThatIsToBeVerified() {
    completed(scene);
    keys(scene, Map.of("key", NEW));

    scene.operator.apply(BACKUP, spec("keys"), Map.of(Keys.VERIFY, "now"));

    World.Condition verified = scene.world.condition(BACKUP, "Verified");
    assertThat(verified.status()).isEqualTo("False");
    assertThat(verified.reason()).isNotEqualTo("VerificationFailed");
    assertThat(scene.world.status(BACKUP).object("verification").has("verified")).isFalse();
  }

  @Test
  void whereOnlyWorkersSeeTheKeyFilesTheKeyIsChangedByWhatTheStatusSays() {
    completed(scene);
    scene.stored.hidden = true;

    keys(scene, Map.of("key", NEW));
    assertThat(current(scene)).isEqualTo("False/KeyMissing");
    assertThat(scene.stored.rewrapped).isEmpty();

    keys(scene, Map.of("key", NEW, "before", OLD));
    scene.later();

    assertThat(current(scene)).isEqualTo("True/KeyWrapped");
    assertThat(scene.stored.keys.get(scene.path())).containsExactly(id(NEW));
    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());
    assertThat(given()).isEqualTo(id(NEW));
  }

  @Test
  void aKeyFileThatIsLostIsSaid() {
    completed(scene);
    scene.stored.keys.clear();

    keys(scene, Map.of("key", NEW, "before", OLD));

    assertThat(current(scene)).isEqualTo("False/KeyFileLost");
    assertThat(told()).contains("no whole key file of " + scene.path());
  }

  private @Nullable String given() {
    LoadWork work = (LoadWork) scene.workers.work(scene.uid(RESTORE)).orElseThrow();
    EncryptionKey key = ((LoadSource.Archive) work.source()).key();
    return key == null ? null : key.id();
  }
}
