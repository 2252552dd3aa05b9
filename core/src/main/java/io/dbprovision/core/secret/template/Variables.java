package io.dbprovision.core.secret.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The variables of one running template, innermost last. */
final class Variables {
  private static final class Variable {
    private final String name;
    private Value value;

    private Variable(String name, Value value) {
      this.name = name;
      this.value = value;
    }
  }

  private final List<Variable> stack = new ArrayList<>();

  Variables(Value root) {
    push("$", root);
  }

  void push(String name, Value value) {
    stack.add(new Variable(name, value));
  }

  Optional<Value> get(String name) {
    return find(name).map(variable -> variable.value);
  }

  /** Tells whether there is such a variable. */
  boolean set(String name, Value value) {
    Optional<Variable> found = find(name);
    found.ifPresent(variable -> variable.value = value);
    return found.isPresent();
  }

  /** Sets the variable that was pushed last (1) or before it (2). */
  void setFromTop(int position, Value value) {
    stack.get(stack.size() - position).value = value;
  }

  int mark() {
    return stack.size();
  }

  void reset(int mark) {
    stack.subList(mark, stack.size()).clear();
  }

  private Optional<Variable> find(String name) {
    return stack.reversed().stream().filter(v -> v.name.equals(name)).findFirst();
  }
}
