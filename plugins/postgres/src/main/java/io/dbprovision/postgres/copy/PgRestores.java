package io.dbprovision.postgres.copy;

import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.Leftover;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Restores by pg_restore and psql, into a database of their own that then takes its place. */
public final class PgRestores implements LogicalRestore {
  private final Server server;
  private final CopyParts parts;
  private final Loading loading;

  /** Databases that this session filled with a part of a dump. */
  private final Set<String> partial = ConcurrentHashMap.newKeySet();

  public PgRestores(Server server, CopyParts parts) {
    this.server = server;
    this.parts = parts;
    this.loading = new Loading(server, parts);
  }

  @Override
  public RestorePlace prepare(RestoreSpec spec) {
    return new Preparation(server, parts).prepare(spec);
  }

  @Override
  public void complete(RestoreSpec spec) {
    Temporary names = Temporary.of(spec.id());
    parts.logins().shut(names.login());
    // while it can still be told what it may own there
    Logins.drop(parts.logins(), names.login());
    if (Found.read(server, names.place()).isPresent()) {
      Optional<Found> target =
          spec.owner().isEmpty() ? Optional.empty() : Found.read(server, spec.database());
      if (target.isPresent()) {
        spec.owner().ifPresent(target.get()::requireOwner);
        if (!spec.replace()) {
          new Aside(server, parts).requireEmpty(spec, target.get());
        }
        DefaultRights.copy(server, spec.database(), names.place());
      }
      new Swap(server).run(spec, names);
    } else {
      Mark.require(server, names, spec.database());
    }
    Optional<String> found = settle(spec, names);
    if (found.isPresent()) {
      throw Aside.filledMeanwhile(spec, found.get());
    }
  }

  @Override
  public void abandon(RestoreSpec spec) {
    Temporary names = Temporary.of(spec.id());
    parts.logins().shut(names.login());
    settle(spec, names);
    Removal.drop(server, names.place());
    Logins.drop(parts.logins(), names.login());
    Mark.drop(server, names);
  }

  @Override
  public List<Leftover> leftovers(String cluster, String operator) {
    return Remains.find(server, cluster, operator);
  }

  @Override
  public void abandon(Leftover leftover) {
    Remains.drop(server, parts.logins(), leftover);
  }

  /**
   * The old one goes only when the new one has its place.
   *
   * @return what it held, for which it was put back
   */
  private Optional<String> settle(RestoreSpec spec, Temporary names) {
    if (Found.read(server, spec.database()).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> found = new Aside(server, parts).settle(spec, names);
    if (found.isEmpty()) {
      Removal.drop(server, names.old());
    }
    return found;
  }

  @Override
  public Load begin(LoadRequest request) {
    RestoreOptions options = RestoreOptions.of(request.block());
    if (options.whole()) {
      partial.remove(request.database());
    } else {
      partial.add(request.database());
    }
    return loading.begin(request, options);
  }

  /** Unknown of what a part of a dump was filled into: there is nothing to compare it with. */
  @Override
  public ContentSummary contents(String database) {
    if (partial.contains(database)) {
      return ContentSummary.unknown();
    }
    try (Snapshot snapshot = Snapshot.of(server, database)) {
      return snapshot.contents();
    }
  }
}
