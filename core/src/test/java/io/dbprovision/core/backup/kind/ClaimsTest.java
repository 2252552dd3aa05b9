package io.dbprovision.core.backup.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.work.FakeWorkers;
import io.dbprovision.spi.EngineException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
  @TempDir Path root;

  private static ResourceKey backupIn(String namespace) {
    return new ResourceKey(CustomKind.BACKUP, namespace, "nightly");
  }

  private Claims claims() {
    return new Claims(new FakeWorkers(), root);
  }

  @Test
  void eachClaimOfEachNamespaceHasAFolderOfItsOwn() {
    ClaimSite ours = claims().site(backupIn("team-a"), "spec", "backups");
    ClaimSite theirs = claims().site(backupIn("team-b"), "spec", "backups");

    claims().furnish(ours);
    claims().furnish(ours);

    assertThat(ours.folder()).isEqualTo(root.resolve("team-a/backups")).isDirectory();
    assertThat(theirs.folder()).isEqualTo(root.resolve("team-b/backups")).doesNotExist();
  }

  @Test
  void withoutAVolumeNoFolderIsMade() {
    Claims nowhere = new Claims(new FakeWorkers(), root.resolve("data"));
    ClaimSite claim = nowhere.site(backupIn("team-a"), "spec", "backups");

    nowhere.furnish(claim);

    assertThat(root.resolve("data")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../team-b", "a/b", ".hidden"})
  void aNameThatLeadsElsewhereIsNoClaims(String name) {
    assertThatThrownBy(() -> claims().site(backupIn("team-a"), "spec.storage.x", name))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("spec.storage.x");
  }
}
