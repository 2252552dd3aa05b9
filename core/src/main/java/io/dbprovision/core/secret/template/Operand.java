package io.dbprovision.core.secret.template;

import java.util.List;

/** One space-separated word of a command. */
sealed interface Operand {
  int at();

  record Literal(int at, Value value) implements Operand {}

  record Nil(int at) implements Operand {}

  record Dot(int at) implements Operand {}

  /** A path from the dot. */
  record Field(int at, List<String> names) implements Operand {
    public Field {
      names = List.copyOf(names);
    }
  }

  /** A variable, by its name with the dollar sign, and a path from it. */
  record Variable(int at, String name, List<String> path) implements Operand {
    public Variable {
      path = List.copyOf(path);
    }
  }

  record Function(int at, String name) implements Operand {}

  record Group(int at, Pipeline pipeline) implements Operand {}

  /** A path from a group or a function's result. */
  record Chain(int at, Operand base, List<String> names) implements Operand {
    public Chain {
      names = List.copyOf(names);
    }
  }
}
