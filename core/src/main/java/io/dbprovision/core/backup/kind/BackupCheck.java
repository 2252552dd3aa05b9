package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.Validation;
import java.util.Optional;

/** Tells whether a backup could be made, before there is an object for it. */
public final class BackupCheck {
  private static final String STORAGE = "spec.storage";

  private final BackupWishes wishes;
  private final StoredBackups stored;
  private final Stores stores;

  @Inject
  BackupCheck(BackupWishes wishes, StoredBackups stored, Stores stores) {
    this.wishes = wishes;
    this.stored = stored;
    this.stores = stores;
  }

  /**
   * Whether all is there that it takes, by asking the server's record and the store.
   *
   * @param backup as it would be
   * @return who was asked and has not answered yet, a sentence: ask again soon; else empty
   * @throws EngineException what is missing or wrong, with the backup's field
   */
  public Optional<String> require(CustomResource backup) {
    try {
      stored.check(wishes.read(backup).store());
      return Optional.empty();
    } catch (StillAsking e) {
      if (e.waits()) {
        throw EngineException.of(ErrorKind.UNREACHABLE, e.text()).causedBy(e);
      }
      return Optional.of(e.text());
    }
  }

  /**
   * Whether its manifest makes sense. Reads no Secret and asks nobody.
   *
   * @throws EngineException what does not, with the backup's field
   */
  public void plausible(CustomResource backup, ServerState.Available server) {
    var _ = Times.ttl(backup);
    var _ = BackupWishes.way(backup.spec().object("compression"), "spec.compression");
    var _ = Blocks.checked(backup, server.engine(), Blocks.of(backup, server.engine()));
    Fields storage = backup.spec().object("storage");
    String name = storage.text("type", "");
    Store store =
        stores
            .find(name)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.UNSUPPORTED, STORAGE + ".type", stores.whyMissing(name)));
    String path = STORAGE + "." + name;
    if (!storage.has(name)) {
      throw EngineException.at(
          ErrorKind.INVALID, path, "is missing: %s.type says %s".formatted(STORAGE, name));
    }
    Section section = Section.of(path, storage.object(name).values());
    for (Validation.Problem problem : store.validate(section).problems()) {
      throw EngineException.at(problem.kind(), problem.path(), problem.message());
    }
  }
}
