package io.dbprovision.core.secret.template;

import java.util.List;

/** Commands, each fed with the result of the one before; may set variables to the last result. */
record Pipeline(int at, List<String> variables, boolean assigns, List<Command> commands) {
  Pipeline {
    variables = List.copyOf(variables);
    commands = List.copyOf(commands);
  }
}
