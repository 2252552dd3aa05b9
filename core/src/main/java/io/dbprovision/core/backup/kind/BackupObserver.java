package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.time.Duration;

/** Who counts what becomes of backups and restores. */
public interface BackupObserver {
  /**
   * A backup or a restore came to its end.
   *
   * @param engine empty when it never came as far as a server
   * @param storedBytes of a backup that went well; 0 otherwise
   */
  void finished(
      CustomResource resource, String engine, boolean success, Duration took, long storedBytes);

  /** The object with its latest status. */
  void known(CustomResource resource);

  void forgotten(ResourceKey resource);
}
