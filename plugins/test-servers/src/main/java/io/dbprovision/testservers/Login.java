package io.dbprovision.testservers;

/** An attempt to log in to a server that may not be ready for it yet. */
@FunctionalInterface
public interface Login {
  /** Throws whatever, as long as the server lets nobody in; blocks for seconds at most. */
  void attempt(String host, int port) throws Exception;
}
