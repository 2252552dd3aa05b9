package io.dbprovision.core.backup.last;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reconcile.Waking;
import io.dbprovision.core.reference.Refs;
import java.util.function.Consumer;

/** Wakes a database when something becomes of its last backup. */
final class LastBackupWaking implements Waking {
  private final Resources resources;

  @Inject
  LastBackupWaking(Resources resources) {
    this.resources = resources;
  }

  @Override
  public void declareIndexes() {}

  @Override
  public void subscribe(Consumer<ResourceKey> enqueue) {
    resources.subscribe(CustomKind.BACKUP, Resources.Listener.of(backup -> wake(backup, enqueue)));
  }

  private static void wake(CustomResource backup, Consumer<ResourceKey> enqueue) {
    if (backup.metadata().labels().containsKey(Keys.LAST_BACKUP_LABEL)) {
      Refs.database(backup).ifPresent(enqueue);
    }
  }
}
