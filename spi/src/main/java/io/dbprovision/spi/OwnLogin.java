package io.dbprovision.spi;

/** Capability: the login that the session itself works as. */
public interface OwnLogin {
  /**
   * Gives the login another password. Idempotent. The connections that the session has go on; new
   * ones need the new password, so a session is opened anew with it soon.
   *
   * @throws EngineException PERMISSION when the login may not change it
   */
  void changePassword(SecretText password);
}
