package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.work.LoadWork;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The steps of a restore on the server; each may be taken again after a crash. */
final class RestoreLaunch {
  static final long LIMIT_SECONDS = 7200;
  private static final String ABLE = "restore backups";

  private final Tools tools;

  @Inject
  RestoreLaunch(Tools tools) {
    this.tools = tools;
  }

  /**
   * Makes the place and hands the filling to a worker.
   *
   * @return the temporary database
   */
  String start(CustomResource restore, RestoreSource source, RestoreTarget target)
      throws InterruptedException {
    Site site = target.site();
    LogicalRestore restores = site.capability(LogicalRestore.class, ABLE);
    RestoreSpec spec = spec(restore, target);
    RestorePlace place =
        tools.locked(
            site.instance().key(),
            site.database(),
            () -> {
              keepRecord(target);
              return restores.prepare(spec);
            });
    boolean trusted = ClientCertificate.given(source.store());
    Instant now = tools.now();
    Duration left = Duration.between(now, Times.deadline(restore, now, LIMIT_SECONDS));
    tools
        .workers()
        .start(
            new LoadWork(
                restore.metadata().uid(),
                site.endpoint(place.login(), place.database(), trusted),
                place.database(),
                target.block(),
                source.store().access(),
                source.source(),
                Blocks.all(target.block())),
            source.store().terms(restore.key(), site.instance().key().toString(), left));
    return place.database();
  }

  /** Puts what was filled in the target's place. */
  void complete(CustomResource restore, RestoreTarget target) throws InterruptedException {
    Site site = target.site();
    LogicalRestore restores = site.capability(LogicalRestore.class, ABLE);
    RestoreSpec spec = spec(restore, target);
    tools.locked(
        site.instance().key(),
        site.database(),
        () -> {
          keepRecord(target);
          restores.complete(spec);
          return true;
        });
  }

  /** Of a target that is there: whoever took its record meanwhile does not stop what is done. */
  private void keepRecord(RestoreTarget target) {
    CustomResource database = target.object();
    if (database != null) {
      tools.sites().keepRecord(database, target.site());
    }
  }

  /** Takes place and login away, by what the status says of where they are. */
  void abandon(CustomResource restore) throws InterruptedException {
    Optional<ResourceKey> instance =
        WorkedOn.instance(restore).filter(key -> tools.resources().get(key).isPresent());
    if (instance.isPresent()) {
      Site site = tools.sites().on(instance.get(), WorkedOn.database(restore), "spec.target");
      LogicalRestore restores = site.capability(LogicalRestore.class, ABLE);
      Section block = Blocks.of(restore, site.server().engine());
      RestoreSpec spec = spec(restore, site.database(), block, null, false);
      tools.locked(
          instance.get(),
          site.database(),
          () -> {
            restores.abandon(spec);
            return true;
          });
    }
    tools.workers().forget(restore.metadata().uid());
  }

  private RestoreSpec spec(CustomResource restore, RestoreTarget target) {
    return spec(
        restore, target.site().database(), target.block(), target.object(), target.replace());
  }

  private RestoreSpec spec(
      CustomResource restore,
      String name,
      Section block,
      @Nullable CustomResource database,
      boolean replace) {
    return RestoreSpec.builder(
            restore.metadata().uid(), name, Times.loginEnd(restore, tools.now(), LIMIT_SECONDS))
        .block(block)
        .by(tools.sites().owner(restore))
        .owner(database == null ? null : tools.sites().owner(database))
        .databaseOwner(database == null ? null : database.spec().text("owner").orElse(null))
        .replace(replace)
        .build();
  }
}
