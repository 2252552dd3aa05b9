package io.dbprovision.core.plugin;

/** A thread of the operator for calls to a plugin: none that the plugin has started. */
final class LaneThread extends Thread {
  // plugins do not recurse deeply; the default of 1 MiB adds up over many servers
  private static final long STACK_BYTES = 512 * 1024;

  LaneThread(Runnable work, String name) {
    super(null, work, name, STACK_BYTES);
    setDaemon(true);
  }
}
