package io.dbprovision.core.reconcile;

import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusWriter;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ScriptProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes down in the status how far a script came, before its next statement is begun: whoever
 * comes after a kill repeats one statement at most. For one run, and the thread that the engine
 * runs it on; once the run is over, a thread that was given up writes nothing any more.
 */
final class InitSqlProgress implements ScriptProgress {
  private final StatusWriter statuses;
  private final StatusDraft draft;
  private final InitSql.Script script;
  private int inEffect;
  private boolean over;
  private @Nullable KubeException unwritten;

  /**
   * @param draft of the status as it is so far
   * @param done how many entries were in effect before
   */
  InitSqlProgress(StatusWriter statuses, StatusDraft draft, InitSql.Script script, int done) {
    this.statuses = statuses;
    this.draft = draft;
    this.script = script;
    this.inEffect = done;
  }

  /** The record of statements that are not all in effect. */
  static Map<String, Object> block(String hash, int inEffect) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("applied", false);
    block.put("hash", hash);
    block.put("statementsExecuted", inEffect);
    return block;
  }

  @Override
  public synchronized void inEffect(int entries) {
    if (over) {
      throw EngineException.of(ErrorKind.TIMEOUT, "nobody waits for the script any more");
    }
    inEffect = entries;
    if (entries == script.statements().size()) {
      return; // the status that says so is about to be written
    }
    draft.set(InitSql.BLOCK, block(script.hash(), entries));
    if (!draft.resource().status().has(Inputs.FIELD)) {
      Progress.creating(draft, "its init statements run");
    }
    try {
      statuses.interim(draft);
    } catch (KubeException e) {
      unwritten = e;
      throw EngineException.of(
          ErrorKind.UNREACHABLE, "it could not be written down how far the script came");
    }
  }

  /** How many entries are in effect; nothing is written after this. */
  synchronized int over() {
    over = true;
    return inEffect;
  }

  /** What kept the progress from being written; empty when nothing did. */
  synchronized Optional<KubeException> unwritten() {
    return Optional.ofNullable(unwritten);
  }
}
