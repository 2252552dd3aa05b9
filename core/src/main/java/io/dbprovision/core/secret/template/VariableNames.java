package io.dbprovision.core.secret.template;

import java.util.ArrayList;
import java.util.List;

/** The variables that are known at a place of the template; {@code $} always is. */
final class VariableNames {
  /** Look-ups are linear, also at run time, so that thousands of them could take minutes. */
  static final int MAX = 200;

  private final List<String> names = new ArrayList<>(List.of("$"));

  void declare(String name) {
    names.add(name);
  }

  boolean contains(String name) {
    return names.contains(name);
  }

  boolean isFull() {
    return names.size() > MAX;
  }

  int mark() {
    return names.size();
  }

  void reset(int mark) {
    names.subList(mark, names.size()).clear();
  }

  List<String> all() {
    return List.copyOf(names);
  }
}
