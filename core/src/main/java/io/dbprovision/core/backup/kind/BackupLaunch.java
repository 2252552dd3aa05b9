package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.work.DumpWork;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Section;
import java.time.Duration;
import java.time.Instant;

/** Lets a login in and hands the work to a worker, and takes the login away again. */
final class BackupLaunch {
  static final long LIMIT_SECONDS = 3600;

  private final Tools tools;

  @Inject
  BackupLaunch(Tools tools) {
    this.tools = tools;
  }

  /** Idempotent as a whole: the login gets another password, a known work is left alone. */
  void start(CustomResource backup, BackupWish wish) throws InterruptedException {
    Instant now = tools.now();
    Site source = wish.source();
    String uid = backup.metadata().uid();
    CopyScope scope = scope(backup, source, wish.block());
    Credentials login =
        tools.locked(
            source.instance().key(),
            source.database(),
            () -> {
              Refs.database(backup)
                  .flatMap(tools.resources()::get)
                  .ifPresent(database -> tools.sites().keepRecord(database, source));
              return wish.dumps().admit(scope);
            });
    boolean trusted = ClientCertificate.given(wish.store());
    DumpWork work =
        new DumpWork(
            uid,
            source.endpoint(login, source.database(), trusted),
            source.database(),
            wish.block(),
            wish.store().access(),
            BackupStatus.path(backup),
            new BackupHeader(
                uid,
                source.server().endpoint().engine().value(),
                source.database(),
                wish.format().name()),
            wish.options());
    Duration left = Duration.between(now, Times.deadline(backup, now, LIMIT_SECONDS));
    tools
        .workers()
        .start(work, wish.store().terms(backup.key(), source.instance().key().toString(), left));
  }

  /** Takes the login away; nothing happens when there is none. */
  void dismiss(CustomResource backup, Site source) throws InterruptedException {
    LogicalDump dumps = source.capability(LogicalDump.class, "make backups");
    Section block = Blocks.of(backup, source.server().engine());
    CopyScope scope = scope(backup, source, block);
    tools.locked(
        source.instance().key(),
        source.database(),
        () -> {
          dumps.dismiss(scope);
          return true;
        });
  }

  private CopyScope scope(CustomResource backup, Site source, Section block) {
    return new CopyScope(
        backup.metadata().uid(),
        source.database(),
        owner(backup),
        block,
        Times.loginEnd(backup, tools.now(), LIMIT_SECONDS));
  }

  /** The Database may be gone by the time that the login is taken away, which asks for no owner. */
  private Owner owner(CustomResource backup) {
    return Refs.database(backup)
        .flatMap(tools.resources()::get)
        .map(tools.sites()::owner)
        .orElseGet(() -> tools.sites().owner(backup));
  }
}
