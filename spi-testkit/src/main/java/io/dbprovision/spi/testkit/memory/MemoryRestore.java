package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Leftover;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Fills a database beside the target and puts its tables in place at the end. */
final class MemoryRestore implements LogicalRestore {
  private final InMemoryServer server;
  private final Consumer<Operation> called;

  MemoryRestore(InMemoryServer server, Consumer<Operation> called) {
    this.server = server;
    this.called = called;
  }

  @Override
  public RestorePlace prepare(RestoreSpec spec) {
    called.accept(Operation.PREPARE);
    check(spec);
    server.databases().put(place(spec), StoredObject.foreign());
    spec.by().ifPresent(by -> server.restores().put(place(spec), by));
    server.tables().put(place(spec), new TreeMap<>());
    return new RestorePlace(place(spec), MemoryDump.login(server, spec.id()));
  }

  private void check(RestoreSpec spec) {
    StoredObject target = server.databases().get(spec.database());
    if (spec.owner().isEmpty() && target != null) {
      throw EngineException.of(ErrorKind.CONFLICT, "the target is there already");
    }
    if (spec.owner().isPresent() && target == null) {
      throw EngineException.of(ErrorKind.NOT_FOUND, "the target is not there");
    }
    if (target != null && !spec.owner().equals(Optional.ofNullable(target.owner()))) {
      throw EngineException.of(ErrorKind.CONFLICT, "the target is somebody else's");
    }
    if (!spec.replace()
        && !server.tables().getOrDefault(spec.database(), new TreeMap<>()).isEmpty()) {
      throw EngineException.of(ErrorKind.CONFLICT, "the target is not empty");
    }
  }

  @Override
  public void complete(RestoreSpec spec) {
    called.accept(Operation.COMPLETE);
    SortedMap<String, List<String>> filled = server.tables().remove(place(spec));
    if (filled != null) {
      server.tables().put(spec.database(), filled);
      server.databases().putIfAbsent(spec.database(), StoredObject.foreign());
    }
    leave(spec);
  }

  @Override
  public void abandon(RestoreSpec spec) {
    called.accept(Operation.ABANDON);
    server.tables().remove(place(spec));
    leave(spec);
  }

  private void leave(RestoreSpec spec) {
    leave(place(spec), spec.id());
  }

  private void leave(String place, String id) {
    server.databases().remove(place);
    server.restores().remove(place);
    server.copyLogins().remove(id);
  }

  @Override
  public List<Leftover> leftovers(String cluster, String operator) {
    return server.restores().entrySet().stream()
        .filter(entry -> entry.getValue().cluster().equals(cluster))
        .filter(entry -> entry.getValue().operator().equals(operator))
        .map(entry -> new Leftover(entry.getValue(), entry.getKey(), true))
        .toList();
  }

  @Override
  public void abandon(Leftover leftover) {
    called.accept(Operation.ABANDON);
    if (leftover.restore().equals(server.restores().get(leftover.database()))) {
      server.tables().remove(leftover.database());
      leave(leftover.database(), leftover.restore().uid());
    }
  }

  @Override
  public Load begin(LoadRequest request) {
    called.accept(Operation.LOAD);
    if (!server.databases().containsKey(request.database())) {
      throw EngineException.of(
          ErrorKind.NOT_FOUND, "the database " + request.database() + " does not exist");
    }
    return new MemoryLoad(server, request, called);
  }

  @Override
  public ContentSummary contents(String database) {
    called.accept(Operation.CONTENTS);
    return MemoryTables.summary(server.tables().getOrDefault(database, new TreeMap<>()));
  }

  private static String place(RestoreSpec spec) {
    return "dbops_restore_" + spec.id();
  }
}
