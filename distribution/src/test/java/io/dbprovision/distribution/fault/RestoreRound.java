package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.work.LoadSource;
import io.dbprovision.core.backup.work.LoadWork;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.distribution.fault.RoundResult.Flaw;
import io.dbprovision.distribution.fault.RoundResult.Wrong;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One restore in place of a database by the worker, and one fault. What the operator does before
 * and after it, the test does: place and login, and then the last step, or the end of all of it.
 */
final class RestoreRound {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration ENDS = Duration.ofMinutes(8);

  /** A backup is read twice: to see that it is whole, and to restore it. */
  private static final int CALLS = 12;

  private final FaultLab lab;
  private final Stock stock;
  private final Target target;
  private final Plan plan;
  private final Random random;
  private final String id;
  private final String format;
  private final boolean byProgram;
  private final RestoreSpec spec;
  private final List<Wrong> wrong = new ArrayList<>();

  RestoreRound(FaultLab lab, Stock stock, Target target, Plan plan) {
    this.lab = lab;
    this.stock = stock;
    this.target = target;
    this.plan = plan;
    this.random = plan.random();
    this.id = "load-" + plan.number();
    this.format =
        plan.kind() == FaultKind.SCRATCH_FULL
            ? "directory"
            : Stock.FORMATS.get(random.nextInt(Stock.FORMATS.size()));
    this.byProgram = random.nextInt(1000) < plan.kind().byProgram();
    this.spec =
        RestoreSpec.builder(id, target.name(), Instant.now().plus(LONG))
            .owner(target.owner())
            .replace(true)
            .build();
  }

  RoundResult run() throws IOException, InterruptedException, SQLException {
    long begin = System.nanoTime();
    target.mark(id);
    String before = target.state();
    String settings = target.settings();
    RestorePlace place;
    synchronized (lab) {
      place = lab.restores().prepare(spec);
    }
    Path works = lab.folder().resolve(id).resolve("works");
    List<SmallDisk> disks = new ArrayList<>();
    if (plan.kind() == FaultKind.SCRATCH_FULL) {
      disks.add(SmallDisk.at(works, 64 * 1024 + random.nextLong(lab.shop().bytes())));
    }
    try (Attempt attempt =
            byProgram
                ? new ByProgram(id, works, List.of(Shop.CLIENTS))
                : new InThisProcess(lab.tools(), id, works, List.of(Shop.CLIENTS));
        Faults faults =
            new Faults(
                lab,
                plan.kind(),
                random,
                attempt,
                new Faults.Scope(byProgram, place.login().username(), CALLS, true))) {
      attempt.start(work(place, faults), LONG);
      WorkState state = attempt.end(ENDS);
      faults.end();
      int struck = faults.struckBy(state);
      if (state instanceof WorkState.Done) {
        completed(settings);
      } else {
        failed(state, struck, before);
      }
      nothingIsLeft(place);
      return new RoundResult(
          plan,
          byProgram,
          Duration.ofNanos(System.nanoTime() - begin),
          struck,
          faults.where(),
          state instanceof WorkState.Done,
          state instanceof WorkState.Failed failed ? failed.message() : "",
          wrong);
    } finally {
      abandon();
      disks.forEach(SmallDisk::close);
    }
  }

  private LoadWork work(RestorePlace place, Faults faults) {
    Place from = stock.place(format, faults.storeEndpoint());
    boolean files = format.equals("directory");
    return new LoadWork(
        id,
        lab.endpoint(faults.databasePort(), place.login(), place.database()),
        place.database(),
        files ? Section.of("spec.postgres", Map.of("jobs", 2)) : Section.empty("spec.postgres"),
        from.worker(),
        new LoadSource.Archive(from.path(), stock.key()),
        true);
  }

  private void completed(String settings) throws IOException {
    synchronized (lab) {
      lab.restores().complete(spec);
    }
    abandon();
    String difference = target.difference();
    if (!difference.isEmpty()) {
      wrong(Flaw.FALSE_COMPLETED, difference);
    }
    if (!target.settings().equals(settings)) {
      wrong(Flaw.FALSE_COMPLETED, "it is now " + target.settings() + " and was " + settings);
    }
  }

  private void failed(WorkState state, int struck, String before) throws SQLException {
    String message = state instanceof WorkState.Failed failed ? failed.message() : "" + state;
    if (struck == 0) {
      wrong(Flaw.WRONG_FAILURE, "it failed without a fault: " + message);
    }
    if (!plan.kind().explains(message)) {
      wrong(Flaw.WRONG_FAILURE, "it does not say what happened: " + message);
    }
    if (!target.state().equals(before)) {
      wrong(Flaw.FALSE_COMPLETED, "before it was given up, the target was " + target.state());
    }
    abandon();
    if (!target.state().equals(before)) {
      wrong(Flaw.FALSE_COMPLETED, "the target is " + target.state() + " and was " + before);
    }
  }

  private void nothingIsLeft(RestorePlace place) {
    int left = lab.shop().left(place.login().username());
    String there =
        lab.shop()
            .told("SELECT datname FROM pg_database WHERE datname = '" + place.database() + "'");
    if (left > 0 || !there.isEmpty()) {
      wrong(Flaw.LEFT_OVER, "of the login %d, and the database '%s'".formatted(left, there));
    }
  }

  private void abandon() {
    synchronized (lab) {
      lab.restores().abandon(spec);
    }
  }

  private void wrong(Flaw flaw, String sentence) {
    wrong.add(new Wrong(flaw, sentence));
  }
}
