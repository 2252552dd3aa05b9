package io.dbprovision.core.discovery;

import io.dbprovision.core.api.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * {@code status.discoveredResources} under construction. It is bounded: a server with thousands of
 * strange objects must not make an object that nobody can read or store. Used by one thread.
 */
final class Findings {
  static final String BLOCK = "discoveredResources";
  private static final int LISTED = 200;

  private final Fields before;
  private final Instant now;
  private final Map<String, Object> block = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param before the block as it stands in the status
   */
  Findings(Fields before, Instant now) {
    this.before = before;
    this.now = now;
    block.put("lastScan", now.toString());
  }

  /**
   * @param orphans nobody keeps them
   * @param adopted named by the instance's annotation, and kept by now
   */
  void list(Sort sort, SortedSet<String> orphans, Set<String> adopted) {
    Map<String, Boolean> all = new TreeMap<>();
    orphans.forEach(name -> all.put(name, false));
    adopted.forEach(name -> all.put(name, true));
    if (all.size() > LISTED) {
      notes.add("%d %s found, the first %d are listed".formatted(all.size(), sort.list(), LISTED));
    }
    Map<String, String> known = new LinkedHashMap<>();
    before
        .objects(sort.list())
        .forEach(
            entry -> known.put(entry.text("name", ""), entry.text("discovered", now.toString())));
    List<Map<String, Object>> entries =
        all.entrySet().stream()
            .limit(LISTED)
            .map(entry -> entry(entry.getKey(), entry.getValue(), known))
            .toList();
    if (!entries.isEmpty()) {
      block.put(sort.list(), entries);
    }
  }

  private Map<String, Object> entry(String name, boolean adopted, Map<String, String> known) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put("discovered", known.getOrDefault(name, now.toString()));
    if (adopted) {
      entry.put("adopted", true);
    }
    return entry;
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  Map<String, Object> block() {
    if (!notes.isEmpty()) {
      String message = String.join("; ", notes);
      block.put("message", message.length() <= 4096 ? message : message.substring(0, 4095) + "…");
    }
    return block;
  }
}
