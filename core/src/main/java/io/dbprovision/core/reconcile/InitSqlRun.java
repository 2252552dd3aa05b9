package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.runtime.Stopwatch;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusWriter;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.ScriptResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a database's init statements once per text, and says in the status how that went. What was
 * cut off, or failed, goes on after the last statement that is in effect.
 */
final class InitSqlRun {
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final StatusWriter statuses;
  private final ManagedObserver observer;
  private final InstantSource clock;

  @Inject
  InitSqlRun(StatusWriter statuses, ManagedObserver observer, InstantSource clock) {
    this.statuses = statuses;
    this.observer = observer;
    this.clock = clock;
  }

  /** What would run, as a change of the plan; empty for nothing. */
  static List<Change> steps(Request request, Optional<InitSql.Script> wanted, Plan plan) {
    return wanted
        .flatMap(
            script ->
                InitSqlStep.of(
                    request.resource(),
                    plan,
                    script.hash(),
                    script.statements().size(),
                    !script.block()))
        .stream()
        .toList();
  }

  /**
   * @param anew whether the database was made just now, so that no record is about it
   * @param draft with all that the status says of the database itself
   */
  Intent.Completion run(
      Request request, Optional<InitSql.Script> wanted, boolean anew, StatusDraft draft) {
    if (wanted.isEmpty()) {
      draft.set(InitSql.BLOCK, null);
      return Intent.Completion.done();
    }
    InitSql.Script script = wanted.get();
    Fields before = anew ? Fields.empty() : InitSqlStep.record(draft.resource());
    return switch (InitSqlDue.of(before, script.hash(), script.block())) {
      case DONE -> Intent.Completion.done();
      case GIVEN_UP -> failed(script, before.text("error", ""));
      case NEW, CHANGED -> run(request, script, 0, draft);
      case AGAIN ->
          run(request, script, InitSqlStep.inEffect(before, script.statements().size()), draft);
    };
  }

  private Intent.Completion run(
      Request request, InitSql.Script script, int done, StatusDraft draft) {
    ScriptResult result = counted(request, script, done, draft);
    draft.set(InitSql.BLOCK, block(script, result, draft));
    return result.failed().isEmpty()
        ? Intent.Completion.done()
        : failed(script, String.valueOf(result.failed().get().getMessage()));
  }

  private ScriptResult counted(
      Request request, InitSql.Script script, int done, StatusDraft draft) {
    Stopwatch watch = Stopwatch.start(clock);
    boolean success = false;
    try {
      ScriptResult result = execute(request, script, done, draft);
      success = result.failed().isEmpty();
      return result;
    } finally {
      observer.operation(
          request.resource(),
          ManagedObserver.Work.INIT_SQL,
          request.server().endpoint().engine().value(),
          success,
          watch.elapsed());
    }
  }

  /**
   * @throws io.dbprovision.core.kube.KubeException when it could not be written down how far it
   *     came
   */
  private ScriptResult execute(
      Request request, InitSql.Script script, int done, StatusDraft draft) {
    InitScripts scripts =
        request
            .server()
            .session()
            .capability(InitScripts.class)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.UNSUPPORTED, "spec.initSQL", "this server cannot run scripts"));
    InitSqlProgress progress = new InitSqlProgress(statuses, draft, script, done);
    try {
      ScriptResult result =
          scripts.run(
              new InitScript(
                  request.resource().spec().text("name", ""),
                  request.owner(),
                  script.statements(),
                  script.transaction(),
                  script.confidential(),
                  script.timeout(),
                  done),
              progress);
      progress.over();
      return result;
    } catch (EngineException e) {
      int inEffect = progress.over();
      if (progress.unwritten().isPresent()) {
        throw progress.unwritten().get();
      }
      if (inEffect == done) {
        throw e;
      }
      return ScriptResult.failed(inEffect, e); // the record must not fall back
    }
  }

  private static Map<String, Object> block(
      InitSql.Script script, ScriptResult result, StatusDraft draft) {
    Map<String, Object> block = InitSqlProgress.block(script.hash(), result.succeeded());
    result
        .failed()
        .ifPresentOrElse(
            failure -> block.put("error", failure.getMessage()),
            () -> {
              block.put("applied", true);
              block.put("appliedAt", draft.now().toString());
            });
    return block;
  }

  private static Intent.Completion failed(InitSql.Script script, String error) {
    Failure failure =
        new Failure(Reasons.INIT_SQL_FAILED, error, new Failure.Retry.After(RETRY), false);
    return script.block()
        ? new Intent.Completion(Optional.of(failure), false, Optional.of(RETRY))
        : new Intent.Completion(Optional.of(failure), true, Optional.empty());
  }
}
