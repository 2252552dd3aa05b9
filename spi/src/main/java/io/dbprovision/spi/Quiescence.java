package io.dbprovision.spi;

/**
 * Capability: a database can be kept as it is while the last copy of it is made, so that nothing is
 * written between that copy and the removal of the database. What it takes to undo it is kept on
 * the server: both methods are idempotent, and can be called again after a crash at any point.
 */
public interface Quiescence {
  /**
   * Sees to it that nobody but the operator and the logins of {@link LogicalDump#admit}, which may
   * come later, can write to the database: they cannot come in, or find it read-only. While it is
   * open, sessions of others are in it, and they are not to be ended, nothing is changed.
   *
   * @param owner whose record has to be on the database
   * @param disconnect whether sessions that may write are ended
   * @throws EngineException NOT_FOUND when the database is not there, CONFLICT when its record
   *     names somebody else, PERMISSION with what the admin lacks, UNSUPPORTED when this server has
   *     no way to do it
   */
  Stillness quiesce(String database, Owner owner, boolean disconnect);

  /**
   * Makes it as it was before the first call. Nothing happens when it was not closed; when the
   * database is gone, what {@link #quiesce} kept of it is removed.
   */
  void resume(String database);

  /**
   * How still a database is.
   *
   * @param sessions of others that are in it and may be able to write, zero or more
   * @param wasOpen whether others could come in to write until this call
   */
  record Stillness(int sessions, boolean wasOpen) {}
}
