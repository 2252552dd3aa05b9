package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.Optional;

/** Takes away the login that a backup was made with, and what is known of its work. */
final class BackupClearing {
  private final Tools tools;
  private final BackupLaunch launch;

  @Inject
  BackupClearing(Tools tools, BackupLaunch launch) {
    this.tools = tools;
    this.launch = launch;
  }

  /**
   * Idempotent.
   *
   * @throws io.dbprovision.spi.EngineException when the server cannot be asked now
   */
  void clear(CustomResource backup) throws InterruptedException {
    Optional<ResourceKey> instance =
        WorkedOn.instance(backup).filter(key -> tools.resources().get(key).isPresent());
    if (instance.isPresent()) {
      launch.dismiss(
          backup, tools.sites().on(instance.get(), WorkedOn.database(backup), "spec.databaseRef"));
    }
    tools.workers().forget(backup.metadata().uid());
  }
}
