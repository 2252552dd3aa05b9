package io.dbprovision.core.schema;

import java.util.HashMap;
import java.util.Map;

/** Which source brought which field of one kind, so that a clash can name both. */
final class Origins {
  private record Origin(String source, boolean permanent) {}

  private final Origin base;
  private final Map<String, Origin> byPath = new HashMap<>();

  Origins(String base) {
    this.base = new Origin(base, true);
  }

  void brought(String path, String source, boolean permanent) {
    byPath.put(path, new Origin(source, permanent));
  }

  String sourceOf(String path) {
    return find(path).source();
  }

  boolean permanent(String path) {
    return find(path).permanent();
  }

  /** Whoever brought the field, or else what it is in. */
  private Origin find(String path) {
    for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(at.lastIndexOf('.'), 0))) {
      Origin origin = byPath.get(at.replaceFirst("(\\[])+$", ""));
      if (origin != null) {
        return origin;
      }
    }
    return base;
  }
}
