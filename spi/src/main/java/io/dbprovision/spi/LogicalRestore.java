package io.dbprovision.spi;

import java.util.List;

/**
 * Capability: what {@link LogicalDump} wrote can be made a database again.
 *
 * <p>As with a dump, the operator prepares and completes with the admin's session, a worker fills
 * with the session of a login that can do nothing but that. Until {@link #complete} the target is
 * as it was, and {@link #abandon} leaves it so, whatever happened in between. All methods but
 * {@link #begin} are idempotent and can be called again after a crash at any point of theirs.
 */
public interface LogicalRestore {
  /**
   * Makes a temporary place beside the target and a login that can fill it; when both are there, an
   * earlier try is emptied and the login gets a new password.
   *
   * @throws EngineException CONFLICT when the target must not be there and is, must be empty and is
   *     not, or is somebody else's by its record; NOT_FOUND when it must be there and is not;
   *     PERMISSION with what the admin lacks
   */
  RestorePlace prepare(RestoreSpec spec);

  /**
   * Puts what was filled into the target's place: with the target's owner, rights and settings, its
   * record, and nothing of the login left. Called after the filling was seen to be whole. When it
   * was completed before, and not yet abandoned, nothing happens.
   *
   * @throws EngineException after which either all is as before or a second call goes on
   */
  void complete(RestoreSpec spec);

  /** Removes place and login. After {@link #complete} only what that left behind. */
  void abandon(RestoreSpec spec);

  /**
   * The passing databases of restores whose record names that operator of that cluster, those that
   * are at work among them: the caller knows which are nobody's any more. None of anybody else's,
   * and none without a record. By default none are found, and what is left is for people to drop.
   */
  default List<Leftover> leftovers(String cluster, String operator) {
    return List.of();
  }

  /**
   * Removes a removable one and its login, if what {@link #leftovers} said of it is still so; else
   * nothing happens.
   */
  default void abandon(Leftover leftover) {}

  /**
   * Starts to fill. Called on the session of the login of {@link RestorePlace}.
   *
   * @throws EngineException UNSUPPORTED when no client program of a fitting version is there
   */
  Load begin(LoadRequest request);

  /**
   * What a database holds now, as {@link DumpSummary#contents} told it. Called on the session of
   * the login that filled it, after {@link Load#finish}.
   */
  ContentSummary contents(String database);
}
