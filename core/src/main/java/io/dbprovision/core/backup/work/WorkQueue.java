package io.dbprovision.core.backup.work;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Works whose turn has not come, in the order in which they came. Not thread-safe. */
final class WorkQueue {
  /** A work with the terms it was started under. */
  record Entry(Work work, WorkTerms terms) {}

  private final Map<String, Entry> waiting = new LinkedHashMap<>();

  boolean holds(String id) {
    return waiting.containsKey(id);
  }

  Optional<Entry> find(String id) {
    return Optional.ofNullable(waiting.get(id));
  }

  void add(Work work, WorkTerms terms) {
    waiting.put(work.id(), new Entry(work, terms));
  }

  boolean remove(String id) {
    return waiting.remove(id) != null;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Takes the first one that may begin: one that waits for a busy server holds up nobody else.
   *
   * @param running by id, the instance of each
   */
  Optional<Entry> next(Slots slots, Map<String, String> running) {
    Iterator<Entry> entries = waiting.values().iterator();
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (!running.containsKey(entry.work().id())
          && slots.whyNot(entry.terms().instance(), running.values()).isEmpty()) {
        entries.remove();
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }
}
