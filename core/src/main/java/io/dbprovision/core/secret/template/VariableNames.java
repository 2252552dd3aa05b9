package io.dbprovision.core.secret.template;

import java.util.ArrayList;
import java.util.List;

/** The variables that are known at a place of the template; {@code $} always is. */
final class VariableNames {
  private final List<String> names = new ArrayList<>(List.of("$"));

  void declare(String name) {
    names.add(name);
  }

  boolean contains(String name) {
    return names.contains(name);
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
