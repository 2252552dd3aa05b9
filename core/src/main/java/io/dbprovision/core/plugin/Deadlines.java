package io.dbprovision.core.plugin;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How long calls into a plugin may take before their thread is given up. They are the last resort:
 * an engine's own connect and query timeouts are shorter.
 *
 * @param pure for calls without I/O
 * @param read for calls that look at a server
 * @param write for calls that change a server
 */
public record Deadlines(Duration pure, Duration read, Duration write) {
  private static final Set<String> WRITES =
      Set.of("apply", "run", "admit", "dismiss", "prepare", "complete", "abandon");

  /** Rows of all tables are counted: the worker that asks for it ends it by its own deadline. */
  private static final Set<String> COPIES = Set.of("begin", "contents");

  private static final Duration COPY = Duration.ofDays(7);

  public Deadlines {
    Objects.requireNonNull(pure, "pure");
    Objects.requireNonNull(read, "read");
    Objects.requireNonNull(write, "write");
  }

  public static Deadlines standard() {
    return new Deadlines(Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofMinutes(15));
  }

  /** For a method of a capability. */
  Duration of(String method) {
    if (COPIES.contains(method)) {
      return COPY;
    }
    return WRITES.contains(method) ? write : read;
  }
}
