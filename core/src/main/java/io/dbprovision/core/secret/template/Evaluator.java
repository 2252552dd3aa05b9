package io.dbprovision.core.secret.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the values of pipelines, within one running template. */
final class Evaluator {
  private final Program program;
  private final Budget budget;
  private final Variables variables;

  Evaluator(Program program, Budget budget, Variables variables) {
    this.program = program;
    this.budget = budget;
    this.variables = variables;
  }

  Value pipeline(Pipeline pipeline, Value dot) throws TemplateException {
    budget.enter();
    Value result = null;
    for (Command command : pipeline.commands()) {
      result = command(command, dot, result);
    }
    if (result == null) {
      throw error(pipeline.at(), "a value is missing");
    }
    for (String name : pipeline.variables()) {
      if (!pipeline.assigns()) {
        variables.push(name, result);
      } else if (!variables.set(name, result)) {
        throw error(pipeline.at(), "variable \"" + name + "\" is not defined");
      }
    }
    budget.leave();
    return result;
  }

  private Value command(Command command, Value dot, @Nullable Value fed) throws TemplateException {
    Operand first = command.first();
    if (first instanceof Operand.Function function) {
      return call(function, command.arguments(), dot, fed);
    }
    if (!command.arguments().isEmpty() || fed != null) {
      throw error(first.at(), "only a function takes arguments");
    }
    if (first instanceof Operand.Nil) {
      throw error(first.at(), "nil is not a command");
    }
    return operand(first, dot);
  }

  private Value operand(Operand operand, Value dot) throws TemplateException {
    budget.step();
    return switch (operand) {
      case Operand.Literal(int _, Value value) -> value;
      case Operand.Nil _ -> new Value.Nil();
      case Operand.Dot _ -> dot;
      case Operand.Field(int at, List<String> names) -> path(at, dot, names);
      case Operand.Variable(int at, String name, List<String> names) ->
          path(at, variable(at, name), names);
      case Operand.Function function -> call(function, List.of(), dot, null);
      case Operand.Group(int _, Pipeline pipeline) -> pipeline(pipeline, dot);
      case Operand.Chain(int at, Operand base, List<String> names) ->
          path(at, operand(base, dot), names);
    };
  }

  private Value variable(int at, String name) throws TemplateException {
    return variables
        .get(name)
        .orElseThrow(() -> error(at, "variable \"" + name + "\" is not defined here"));
  }

  private Value path(int at, Value start, List<String> names) throws TemplateException {
    Value value = start;
    for (String name : names) {
      value = field(at, value, name);
    }
    return value;
  }

  private Value field(int at, Value holder, String name) throws TemplateException {
    var fields =
        switch (holder) {
          case Value.Fields(var values) -> values;
          case Value.Entries(var values) -> values;
          default -> throw error(at, "\"." + name + "\": " + holder.typeName() + " has no fields");
        };
    Value value = fields.get(name);
    if (value == null) {
      throw error(
          at,
          "field \".%s\" does not exist%s"
              .formatted(name, Suggestion.of(".", name, fields.keySet())));
    }
    return value;
  }

  private Value call(
      Operand.Function function, List<Operand> arguments, Value dot, @Nullable Value fed)
      throws TemplateException {
    String name = function.name();
    if (name.equals("and") || name.equals("or")) {
      return shortCircuit(function, arguments, dot, fed);
    }
    List<Value> values = new ArrayList<>();
    for (Operand argument : arguments) {
      values.add(operand(argument, dot));
    }
    if (fed != null) {
      values.add(fed);
    }
    values.forEach(this::charge);
    try {
      Value result = program.functions().get(name).call(new Arguments(values, budget));
      charge(result);
      return result;
    } catch (FunctionException e) {
      throw error(function.at(), name + ": " + e.getMessage());
    }
  }

  /** {@code and} and {@code or} give the argument that decides, and look no further. */
  private Value shortCircuit(
      Operand.Function function, List<Operand> arguments, Value dot, @Nullable Value fed)
      throws TemplateException {
    boolean deciding = function.name().equals("or");
    Value last = fed;
    for (Operand argument : arguments) {
      Value value = operand(argument, dot);
      if (value.isTrue() == deciding) {
        return value;
      }
      last = fed == null ? value : fed;
    }
    if (last == null) {
      throw error(function.at(), function.name() + ": it takes at least 1, not 0");
    }
    return last;
  }

  private void charge(Value value) {
    if (value instanceof Value.Text(String text)) {
      if (text.length() > Budget.MAX_TEXT) {
        throw new LimitExceeded("the template makes a text larger than 1 MiB");
      }
      budget.work(text.length());
    }
  }

  private TemplateException error(int at, String detail) {
    return program.source().error(at, detail);
  }
}
