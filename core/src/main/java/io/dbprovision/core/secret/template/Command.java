package io.dbprovision.core.secret.template;

import java.util.List;

/** A function with its arguments, or a lone operand. */
record Command(Operand first, List<Operand> arguments) {
  Command {
    arguments = List.copyOf(arguments);
  }
}
