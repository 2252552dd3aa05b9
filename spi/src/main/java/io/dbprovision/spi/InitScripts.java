package io.dbprovision.spi;

/**
 * Capability: statements of the user's own can be run in a database, never with the admin's rights.
 */
public interface InitScripts {
  /**
   * Runs the script as the database's owner. Statements run in order, up to the first that fails.
   *
   * @throws EngineException when the script could not be started; the failure of a statement is
   *     part of the result
   */
  ScriptResult run(InitScript script);
}
