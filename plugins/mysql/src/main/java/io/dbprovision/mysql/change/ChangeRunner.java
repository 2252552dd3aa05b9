package io.dbprovision.mysql.change;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.record.ObjectLock;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applies plans, one change after another, while the object's lock is held. Thread-safe. */
public final class ChangeRunner {
  private static final int TRIES = 4;
  private static final int DEADLOCK = 1213;

  private final ObjectLock locks;
  private final Runnable before;

  /**
   * @param before what is to be done before anything is changed; called each time
   */
  public ChangeRunner(ObjectLock locks, Runnable before) {
    this.locks = locks;
    this.before = before;
  }

  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    List<MyChange> changes = chosen(plan, chosen);
    if (changes.isEmpty()) {
      return Applied.complete(List.of());
    }
    before.run();
    Subject subject = changes.getFirst().subject();
    return locks.holding(subject.records(), subject.name(), locked -> all(locked, changes));
  }

  private static List<MyChange> chosen(Plan plan, Set<ChangeId> chosen) {
    List<MyChange> changes = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (chosen.contains(change.id())) {
        if (!(change instanceof MyChange own)) {
          throw EngineException.of(ErrorKind.INTERNAL, "the plan was made by another engine");
        }
        changes.add(own);
      }
    }
    return changes;
  }

  private static Applied all(Sql sql, List<MyChange> changes) {
    List<ChangeId> done = new ArrayList<>();
    int single = 0; // up to there no step is tried together with others
    for (int i = 0; i < changes.size(); ) {
      MyChange change = changes.get(i);
      Together together = i < single ? Together.alone(change) : Together.from(changes, i);
      try {
        one(sql, change, together.step());
        together.changes().forEach(each -> done.add(each.id()));
        i += together.changes().size();
      } catch (EngineException e) {
        if (done.isEmpty() && e.kind() == ErrorKind.UNREACHABLE) {
          throw e;
        }
        if (together.changes().size() == 1) {
          return Applied.failed(done, change.id(), e.atPath(change.field()));
        }
        single = i + together.changes().size(); // one by one, to see which it is
      }
    }
    return Applied.complete(done);
  }

  /** Changes in a row whose steps are one. */
  private record Together(List<MyChange> changes, Step step) {
    static Together alone(MyChange change) {
      return new Together(List.of(change), change.step());
    }

    static Together from(List<MyChange> all, int first) {
      Step step = all.get(first).step();
      int end = first + 1;
      for (; end < all.size(); end++) {
        Optional<Step> both = step.and(all.get(end).step());
        if (both.isEmpty()) {
          break;
        }
        step = both.get();
      }
      return new Together(all.subList(first, end), step);
    }
  }

  private static void one(Sql sql, MyChange change, Step step) {
    for (int attempt = 1; ; attempt++) {
      try {
        if (mayRun(sql, change)) {
          step.run(sql);
        }
        return;
      } catch (SQLException e) {
        if (attempt == TRIES || !Failures.is(e, DEADLOCK)) {
          throw Failures.of(e);
        }
      }
    }
  }

  /** False when there is nothing left to do. */
  private static boolean mayRun(Sql sql, MyChange change) throws SQLException {
    if (change.cause() == Cause.MISSING) {
      return true; // the step looks for itself
    }
    Optional<Recorded> found = change.subject().recorded(sql);
    if (found.isPresent()) {
      change.subject().require(found.get());
      return true;
    }
    if (change.cause() == Cause.REMOVAL) {
      forgetOwn(sql, change.subject());
      return false;
    }
    throw EngineException.of(
        ErrorKind.NOT_FOUND,
        change.subject().title() + " is gone from the server; it is looked at again");
  }

  private static void forgetOwn(Sql sql, Subject gone) throws SQLException {
    if (gone.permits(gone.records().one(sql, gone.name()))) {
      gone.records().forget(sql, gone.name());
    }
  }
}
