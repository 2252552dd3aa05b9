package io.dbprovision.postgres.change;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Applies plans: neighbouring changes together in one transaction, and when that fails one by one,
 * to find the one at fault and to keep what can be kept. Thread-safe.
 */
public final class ChangeRunner {
  private final Server server;
  private final Retry retry;

  public ChangeRunner(Server server, Retry retry) {
    this.server = server;
    this.retry = retry;
  }

  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    List<ChangeId> done = new ArrayList<>();
    for (List<PgChange> group : groups(plan, chosen)) {
      try {
        if (group.size() > 1 && runTogether(group)) {
          group.forEach(change -> done.add(change.id()));
          continue;
        }
      } catch (EngineException e) {
        if (done.isEmpty()) {
          throw e;
        }
        return failed(done, group.getFirst(), e);
      }
      for (PgChange change : group) {
        try {
          orThereAlready(change, () -> run(List.of(change)));
          done.add(change.id());
        } catch (EngineException e) {
          if (done.isEmpty() && e.kind() == ErrorKind.UNREACHABLE) {
            throw e;
          }
          return failed(done, change, e);
        }
      }
    }
    return Applied.complete(done);
  }

  /** False when it failed, and nothing of it is in effect. */
  private boolean runTogether(List<PgChange> group) {
    try {
      run(group);
      return true;
    } catch (EngineException e) {
      if (e.kind() == ErrorKind.UNREACHABLE || e.kind() == ErrorKind.TIMEOUT) {
        throw e; // one by one would only wait again
      }
      return false;
    }
  }

  private Applied failed(List<ChangeId> done, PgChange change, EngineException failure) {
    EngineException told = SettingRefusal.told(change, RecordRefusal.told(change, failure), server);
    return Applied.failed(done, change.id(), told.atPath(change.field()));
  }

  private static List<List<PgChange>> groups(Plan plan, Set<ChangeId> chosen) {
    List<List<PgChange>> groups = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (!chosen.contains(change.id())) {
        continue;
      }
      if (!(change instanceof PgChange own)) {
        throw EngineException.of(ErrorKind.INTERNAL, "the plan was made by another engine");
      }
      if (groups.isEmpty() || !together(groups.getLast().getFirst(), own)) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(own);
    }
    return groups;
  }

  private static boolean together(PgChange first, PgChange next) {
    return switch (first.action()) {
      case Action.Shared _ -> next.action() instanceof Action.Shared;
      case Action.Inside inside ->
          next.action() instanceof Action.Inside other
              && other.database().equals(inside.database());
      case Action.Step _, Action.Impossible _ -> false;
    };
  }

  private void run(List<PgChange> group) {
    PgChange first = group.getFirst();
    switch (first.action()) {
      case Action.Shared _ -> retry.run(() -> shared(group));
      case Action.Inside inside -> retry.run(() -> inside(inside.database(), group));
      case Action.Step step -> retry.run(() -> step.run(server));
      case Action.Impossible _ ->
          throw EngineException.of(
              ErrorKind.UNSUPPORTED,
              "PostgreSQL cannot change this in place; make the object anew to change it");
    }
  }

  /** A creation whose success was lost on the way back is no failure. */
  private void orThereAlready(PgChange first, Runnable work) {
    try {
      work.run();
    } catch (EngineException e) {
      boolean ours =
          first.cause() == Cause.MISSING
              && e.kind() == ErrorKind.CONFLICT
              && server.run(sql -> first.subject().remark(sql)).stream()
                  .anyMatch(remark -> first.subject().owner().equals(remark.record()));
      if (!ours) {
        throw e;
      }
    }
  }

  private void shared(List<PgChange> group) {
    List<SqlText> statements = new ArrayList<>();
    for (PgChange change : group) {
      if (change.action() instanceof Action.Shared shared) {
        statements.addAll(shared.statements().get());
      }
    }
    server.run(
        sql ->
            sql.transaction(
                transaction -> {
                  // creating needs no check: it fails when the object is there
                  if (group.getFirst().cause() != Cause.MISSING) {
                    recheck(group.getFirst().subject().remark(transaction), group.getFirst());
                  }
                  transaction.execute(statements);
                  return true;
                }));
  }

  private void inside(String database, List<PgChange> group) {
    PgChange first = group.getFirst();
    server.runIn(
        database,
        sql ->
            sql.transaction(
                transaction -> {
                  // the comments of databases can be read from any of them
                  recheck(first.subject().remark(transaction), first);
                  for (PgChange change : group) {
                    if (change.action() instanceof Action.Inside inside) {
                      transaction.execute(inside.statements());
                    }
                  }
                  return true;
                }));
  }

  private static void recheck(List<Remark> found, PgChange change) {
    if (found.isEmpty()) {
      throw EngineException.of(
          ErrorKind.NOT_FOUND,
          change.subject().title() + " is gone from the server; it is looked at again");
    }
    change.subject().require(found.getFirst());
  }
}
