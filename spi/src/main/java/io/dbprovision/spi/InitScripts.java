package io.dbprovision.spi;

/**
 * Capability: statements of the user's own can be run in a database, never with the admin's rights.
 */
public interface InitScripts {
  /**
   * Runs the script as the database's owner. Entries run in order, up to the first that fails.
   * Those of {@link InitScript#done} are left out; only what they set for the session may be set
   * again.
   *
   * @throws EngineException when the script could not be started; the failure of a statement is
   *     part of the result
   */
  ScriptResult run(InitScript script);

  /**
   * The same, and tells of each entry as soon as it is in effect, before the next one is begun. Of
   * a script in one transaction nothing is told: it is in effect as a whole, or not at all. By
   * default nobody is told anything: what is cut off is then run again from where it began.
   */
  default ScriptResult run(InitScript script, ScriptProgress progress) {
    return run(script);
  }
}
