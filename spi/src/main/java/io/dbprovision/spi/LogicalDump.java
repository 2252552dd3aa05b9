package io.dbprovision.spi;

/**
 * Capability: a database can be copied out as one stream of bytes.
 *
 * <p>Two processes take part. The operator, with the admin's session, lets a login in that can read
 * one database and nothing else ({@link #admit}); a worker opens a session with that login and
 * copies ({@link #begin}); the operator then takes the login away ({@link #dismiss}). The admin's
 * credentials never reach a worker.
 */
public interface LogicalDump {
  /**
   * What {@link #begin} will write, by the backup's engine block. Pure.
   *
   * @throws EngineException INVALID or UNSUPPORTED
   */
  DumpFormat format(Section block);

  /**
   * Makes the login, or gives the one of that scope a new password and a new end: idempotent. It
   * ends by itself at {@link CopyScope#until}, as far as the server can do that.
   *
   * @throws EngineException NOT_FOUND when the database is not there, CONFLICT when its record
   *     names somebody else, PERMISSION with what the admin lacks
   */
  Credentials admit(CopyScope scope);

  /** Ends the login's sessions and removes it; nothing happens when it is not there. */
  void dismiss(CopyScope scope);

  /**
   * Starts to copy. Called on the session of an admitted login.
   *
   * @throws EngineException UNSUPPORTED when no client program of a fitting version is there, with
   *     the version and the folders that were searched; PERMISSION with what cannot be read
   */
  Dump begin(DumpRequest request);
}
