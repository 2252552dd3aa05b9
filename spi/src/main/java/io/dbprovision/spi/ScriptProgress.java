package io.dbprovision.spi;

/**
 * Is told how far a script came, so that one that is cut off goes on from there. Called by the
 * thread that runs the script, while it waits. Implemented by the operator.
 */
@FunctionalInterface
public interface ScriptProgress {
  /** For callers whom the result is enough. */
  ScriptProgress UNHEARD = _ -> {};

  /**
   * @param entries how many from the first on are in effect for good, whatever happens to the
   *     session; those of {@link InitScript#done} are counted
   * @throws EngineException to end the script here: the engine runs nothing more of it and passes
   *     that on
   */
  void inEffect(int entries);
}
