package io.dbprovision.core.backup.last;

import com.google.inject.Inject;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.reconcile.BeforeDrop.Leaving;
import io.dbprovision.core.reconcile.LostRecord;
import io.dbprovision.core.reconcile.ServerLock;
import io.dbprovision.core.runtime.KeyedLocks;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.Quiescence;
import java.util.Optional;
import java.util.function.Supplier;

/** Closes databases on their servers and opens them again; alone with each meanwhile. */
final class Closing {
  /** Of the Database itself, not of the backup that is made of its block. */
  static final String POLICY = "spec.deletionPolicy";

  private final KeyedLocks<String> locks;

  @Inject
  Closing(KeyedLocks<String> locks) {
    this.locks = locks;
  }

  /**
   * @throws EngineException UNSUPPORTED when the server lacks what a last backup takes
   */
  void require(ServerState.Available server) {
    Quiescence _ = quiescence(server).orElseThrow(() -> lacks(server, "be kept still"));
    if (server.session().capability(LogicalDump.class).isEmpty()) {
      throw lacks(server, "be backed up");
    }
    if (server.session().capability(LogicalRestore.class).isEmpty()) {
      throw lacks(server, "be restored, so that no backup of them is ever verified");
    }
  }

  private static EngineException lacks(ServerState.Available server, String what) {
    return EngineException.at(
        ErrorKind.UNSUPPORTED,
        POLICY,
        "Snapshot does not work on this server: databases of %s cannot %s"
            .formatted(server.endpoint().engine(), what));
  }

  private static Optional<Quiescence> quiescence(ServerState.Available server) {
    return server.session().capability(Quiescence.class);
  }

  Quiescence.Stillness close(Leaving leaving) {
    Quiescence still =
        quiescence(leaving.server()).orElseThrow(() -> lacks(leaving.server(), "be kept still"));
    return locked(
        leaving,
        () -> {
          LostRecord.renew(
              leaving.resource(), leaving.instance(), leaving.server(), leaving.owner());
          return still.quiesce(leaving.serverName(), leaving.owner(), leaving.forced());
        });
  }

  void open(Leaving leaving) {
    quiescence(leaving.server())
        .ifPresent(
            still ->
                locked(
                    leaving,
                    () -> {
                      still.resume(leaving.serverName());
                      return true;
                    }));
  }

  private <T> T locked(Leaving leaving, Supplier<T> work) {
    String name = ServerLock.of(leaving.instance().key(), Kind.DATABASE, leaving.serverName());
    try (KeyedLocks.Hold _ = locks.hold(name)) {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.of(ErrorKind.UNREACHABLE, "the operator is ending").causedBy(e);
    }
  }
}
