package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.work.Errand;
import io.dbprovision.core.backup.work.Finding;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys of backups on a claim that the operator cannot open. */
class ClaimKeyTest extends ClaimScene {
  private static final String OLD = "0123456789abcdef0123456789abcdef";
  private static final String NEW = "fedcba9876543210fedcba9876543210";

  private static EncryptionKey key(String text) {
    return EncryptionKey.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private void keys(Map<String, String> entries) {
    scene.world.secrets().put("keys", entries);
    scene.operator.settle();
    later();
  }

  private String current() {
    World.Condition condition = scene.world.condition(BACKUP, "KeyCurrent");
    return condition.status() + "/" + condition.reason();
  }

  private String keyId() {
    return scene.world.status(BACKUP).object("backup").text("keyId", "");
  }

  @BeforeEach
  void anEncryptedBackupIsThere() {
    scene.world.secrets().put("keys", Map.of("key", OLD));
    scene.operator.apply(
        BACKUP,
        with(
            SPEC,
            "encryption",
            Map.of("enabled", true, "secretRef", Map.of("name", "keys", "key", "key"))));
    answer(Errand.Check.class, GOOD);
    scene.done(BACKUP, FakeStored.CHECKSUM);
    later();
    answer(Errand.Clean.class, new Finding.Cleaned(0));
    assertThat(current()).isEqualTo("True/KeyWrapped");
  }

  @Test
  void workersWrapItAnewAndGetNoKeyThatTheyDoNotNeed() {
    keys(Map.of("key", NEW, "before", OLD, "another", "an0th3r-key-of-thirty-two-bytes!"));

    assertThat(current()).isEqualTo("False/Rewrapping");
    assertThat(asked(Errand.Rewrap.class).errand())
        .isEqualTo(new Errand.Rewrap(scene.path(), List.of(key(OLD)), key(NEW)));
    assertThat(open(Errand.Retire.class)).isEmpty();
    answer(Errand.Rewrap.class, GOOD);
    assertThat(current()).isEqualTo("False/Rewrapping");
    assertThat(keyId()).isEqualTo(key(OLD).id());

    assertThat(asked(Errand.Retire.class).errand())
        .isEqualTo(new Errand.Retire(scene.path(), key(NEW)));
    answer(Errand.Retire.class, GOOD);

    assertThat(current()).isEqualTo("True/KeyWrapped");
    assertThat(keyId()).isEqualTo(key(NEW).id());
    assertThat(told("KeyRewrapped")).isTrue();
  }

  @Test
  void anOperatorThatIsStartedAgainGoesOnWhereTheOtherEnded() {
    keys(Map.of("key", NEW, "before", OLD));
    answer(Errand.Rewrap.class, GOOD);
    scene.restart();
    later();

    // it does not know of the first worker's word, and asks again
    answer(Errand.Rewrap.class, GOOD);
    answer(Errand.Retire.class, GOOD);

    assertThat(current()).isEqualTo("True/KeyWrapped");
    assertThat(keyId()).isEqualTo(key(NEW).id());
  }

  @Test
  void aKeyThatIsMissingTakesNoWorkerAndOneThatIsGoneAfterItsTurnIsNotMissed() {
    keys(Map.of("key", NEW));
    assertThat(current()).isEqualTo("False/KeyMissing");
    assertThat(open(Errand.Rewrap.class)).isEmpty();

    keys(Map.of("key", NEW, "before", OLD));
    answer(Errand.Rewrap.class, GOOD);
    fails(Errand.Retire.class, ErrorKind.UNREACHABLE, "the volume hangs");
    assertThat(current()).isEqualTo("False/Unreachable");
    keys(Map.of("key", NEW));

    answer(Errand.Rewrap.class, GOOD);
    answer(Errand.Retire.class, GOOD);

    assertThat(current()).isEqualTo("True/KeyWrapped");
  }
}
