package io.dbprovision.spi.testkit.store;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What this process holds, after everything that nobody holds any more was thrown away. */
final class Memory {
  private Memory() {}

  static long used() {
    System.gc();
    long direct = 0;
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      direct += Math.max(0, pool.getMemoryUsed());
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
  }
}
