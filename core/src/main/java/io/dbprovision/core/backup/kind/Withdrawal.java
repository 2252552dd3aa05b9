package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.spi.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes back what a backup asked of its store, when it is over without an answer. */
final class Withdrawal {
  private static final Logger log = LoggerFactory.getLogger(Withdrawal.class);

  private final Tools tools;

  @Inject
  Withdrawal(Tools tools) {
    this.tools = tools;
  }

  /** Never throws: a worker that nobody can name any more ends by its own deadline. */
  void of(CustomResource backup) {
    try {
      StoreSite site = tools.stores().site(backup, "spec.storage", backup.spec().object("storage"));
      tools.stored().giveUp(site, BackupStatus.path(backup), backup.metadata().uid());
    } catch (EngineException e) {
      log.atDebug().addKeyValue("backup", backup.key()).log("not taken back: {}", e.getMessage());
    }
  }
}
