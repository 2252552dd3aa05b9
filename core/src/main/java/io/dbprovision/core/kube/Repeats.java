package io.dbprovision.core.kube;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Remembers what was said of late: updating an Event costs the API server more than making one. */
final class Repeats {
  private static final Duration QUIET = Duration.ofMinutes(10);
  private static final int REMEMBERED = 4096;

  // the id of the reconcile is new each time; the message behind it is what repeats
  private static final Pattern RECONCILE_ID = Pattern.compile("^\\[[0-9a-f]{8}] ");

  private record Said(String uid, String reason, String message) {}

  private final InstantSource clock;
  private final Map<Said, Instant> said =
      new LinkedHashMap<>() {
        @java.io.Serial private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Said, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  Repeats(InstantSource clock) {
    this.clock = clock;
  }

  /** False when the same was said less than ten minutes ago. */
  synchronized boolean first(String uid, String reason, String message) {
    Said now = new Said(uid, reason, RECONCILE_ID.matcher(message).replaceFirst(""));
    Instant time = clock.instant();
    Instant before = said.get(now);
    if (before != null && time.isBefore(before.plus(QUIET))) {
      return false;
    }
    said.remove(now);
    said.put(now, time);
    return true;
  }
}
