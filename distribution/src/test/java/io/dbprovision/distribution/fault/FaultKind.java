package io.dbprovision.distribution.fault;

import java.util.regex.Pattern;

/** What goes wrong in a round. */
public enum FaultKind {
  NONE(Lane.WORKER, 0, "nothing", "(?!)"),
  TOOL_KILLED(
      Lane.WORKER,
      110,
      "client program killed (SIGKILL)",
      "(pg_dump|pg_restore|psql) (was ended by signal|failed)"),
  PIPE_CUT(Lane.WORKER, 80, "end of the dump lost, status 0", "cannot be whole"),
  WORKER_KILLED(Lane.WORKER, 90, "worker killed (SIGKILL)", "ended without an outcome"),
  CANCELLED(Lane.WORKER, 60, "worker told to end (SIGTERM)", "cancelled|told to end"),
  DATABASE_CUT(
      Lane.WORKER, 110, "connection to the database cut", "connection|terminat|broke|closed"),
  SESSIONS_ENDED(Lane.WORKER, 50, "sessions ended by the server", "connection|terminat"),
  DATABASE_HANGS(Lane.SLOW, 15, "database hangs", "deadline|took too long"),
  STORE_RESET(
      Lane.WORKER,
      120,
      "connection to the store reset",
      "(bucket|connection to http).*(broke|failed)"),
  STORE_ANSWER_LOST(
      Lane.WORKER, 90, "answer of the store lost", "(bucket|connection to http).*(broke|failed)"),
  STORE_ERROR(Lane.WORKER, 110, "store answers 500, 503 or 504", "bucket .*(failed|full|too long)"),
  STORE_HANGS(Lane.SLOW, 25, "store hangs", "deadline|took too long|no answer within"),
  VOLUME_FULL(Lane.WORKER, 50, "volume full", "full|[Nn]o space"),
  SCRATCH_FULL(Lane.WORKER, 30, "scratch folder full", "full|[Nn]o space"),
  OPERATOR_KILLED(Lane.OPERATOR, 25, "operator killed (SIGKILL)", "handed the work over"),
  NODE_LOST(
      Lane.OPERATOR,
      15,
      "operator and worker killed",
      "ended without an outcome|handed the work over"),
  JOB_EVICTED(Lane.OPERATOR, 20, "worker's pod evicted", "Evicted|ended without an outcome");

  /** Rounds of one lane take turns with one another only. */
  public enum Lane {
    /** The worker's code and programs. */
    WORKER,
    /** The same, with time-outs to wait for. */
    SLOW,
    /** An object in a cluster, and the operator as a process. */
    OPERATOR
  }

  private final Lane lane;
  private final int share;
  private final String words;
  private final Pattern message;

  FaultKind(Lane lane, int share, String words, String message) {
    this.lane = lane;
    this.share = share;
    this.words = words;
    this.message = Pattern.compile(message, Pattern.DOTALL);
  }

  public Lane lane() {
    return lane;
  }

  /** Of a thousand rounds. */
  public int share() {
    return share;
  }

  public String words() {
    return words;
  }

  /** Whether a failure says what this fault did. */
  public boolean explains(String said) {
    return message.matcher(said).find();
  }

  /** Only root can make small file systems. */
  public boolean needsMounts() {
    return this == VOLUME_FULL || this == SCRATCH_FULL;
  }

  /** Of a thousand rounds of this kind, how many need the worker as a program of its own. */
  int byProgram() {
    return switch (this) {
      case WORKER_KILLED, DATABASE_HANGS -> 1000;
      case CANCELLED, STORE_HANGS -> 500;
      default -> lane == Lane.OPERATOR ? 1000 : 150;
    };
  }
}
