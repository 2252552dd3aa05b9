package io.dbprovision.core.plugin;

import io.dbprovision.spi.Session;

/** A session that tells how busy it is. */
public interface MeteredSession extends Session {
  /**
   * Calls to the server at one moment.
   *
   * @param running given to the plugin
   * @param waiting for one of those to end
   * @param hung given up and not come back
   */
  record Use(int running, int waiting, int hung) {}

  /** Answers without waiting. */
  Use use();
}
