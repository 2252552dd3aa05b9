package io.dbprovision.core.kube;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An Event of the core group, as far as people read it.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param last when it was told last; null where it does not say
 */
public record ClusterEvent(String type, String reason, String message, @Nullable Instant last) {
  public ClusterEvent {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(message, "message");
  }

  public boolean warning() {
    return type.equals("Warning");
  }
}
