package io.dbprovision.core.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which plugins make threads without end: told at {@value #FIRST}, and again each time the number
 * has doubled, or has been small in between. Belongs to one thread.
 */
final class ThreadLeaks {
  static final int FIRST = 64;

  private static final int EXAMPLES = 3;

  private final Map<String, Integer> marks = new HashMap<>();

  /**
   * @param examples names of some of the threads
   */
  record Leak(String plugin, int threads, List<String> examples) {
    Leak {
      examples = List.copyOf(examples);
    }
  }

  /**
   * @param threads the names of those that run now, by the plugin's id
   * @return what has not been told yet
   */
  List<Leak> news(Map<String, List<String>> threads) {
    List<Leak> news = new ArrayList<>();
    threads.forEach(
        (plugin, names) -> {
          int count = names.size();
          if (count < FIRST) {
            marks.remove(plugin); // what begins again is told again
          } else if (count >= marks.getOrDefault(plugin, FIRST)) {
            marks.put(plugin, 2 * count);
            news.add(new Leak(plugin, count, names.subList(0, EXAMPLES)));
          }
        });
    return news;
  }
}
