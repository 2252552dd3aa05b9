package io.dbprovision.core.secret.template;

import java.util.Map;

/** Runs the nodes of one running template; a called template gets an interpreter of its own. */
final class Interpreter {
  /** How a node ended: a break or continue travels up to the range it belongs to. */
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  private final Program program;
  private final Budget budget;
  private final BoundedText output;
  private final Variables variables;
  private final Evaluator evaluator;

  Interpreter(Program program, Budget budget, BoundedText output, Value root) {
    this.program = program;
    this.budget = budget;
    this.output = output;
    this.variables = new Variables(root);
    this.evaluator = new Evaluator(program, budget, variables);
  }

  void run(Block block, Value dot) throws TemplateException {
    walk(block, dot);
  }

  private Flow walk(Block block, Value dot) throws TemplateException {
    budget.enter();
    Flow flow = Flow.NEXT;
    for (Node node : block.nodes()) {
      flow = node(node, dot);
      if (flow != Flow.NEXT) {
        break;
      }
    }
    budget.leave();
    return flow;
  }

  private Flow node(Node node, Value dot) throws TemplateException {
    budget.step();
    switch (node) {
      case Node.Text(String text) -> output.append(text);
      case Node.Action(Pipeline pipeline) -> {
        Value value = evaluator.pipeline(pipeline, dot);
        if (pipeline.variables().isEmpty()) {
          print(pipeline, value);
        }
      }
      case Node.If branch -> {
        return branch(branch, dot);
      }
      case Node.With with -> {
        return with(with, dot);
      }
      case Node.Range range -> {
        return range(range, dot);
      }
      case Node.Call call -> call(call, dot);
      case Node.Break _ -> {
        return Flow.BREAK;
      }
      case Node.Continue _ -> {
        return Flow.CONTINUE;
      }
    }
    return Flow.NEXT;
  }

  private void print(Pipeline pipeline, Value value) throws TemplateException {
    try {
      if (value instanceof Value.Nil) {
        output.append("<no value>");
      } else {
        new ValueFormat(output, Directive.PLAIN).print(value, 'v');
      }
    } catch (FunctionException e) {
      throw program.source().error(pipeline.at(), String.valueOf(e.getMessage()));
    }
  }

  private Flow branch(Node.If branch, Value dot) throws TemplateException {
    int mark = variables.mark();
    boolean taken = evaluator.pipeline(branch.condition(), dot).isTrue();
    Flow flow = walk(taken ? branch.then() : branch.otherwise(), dot);
    variables.reset(mark);
    return flow;
  }

  private Flow with(Node.With with, Value dot) throws TemplateException {
    int mark = variables.mark();
    Value subject = evaluator.pipeline(with.subject(), dot);
    Flow flow = subject.isTrue() ? walk(with.then(), subject) : walk(with.otherwise(), dot);
    variables.reset(mark);
    return flow;
  }

  private Flow range(Node.Range range, Value dot) throws TemplateException {
    int mark = variables.mark();
    Value subject = evaluator.pipeline(range.subject(), dot);
    boolean empty = !subject.isTrue() || (subject instanceof Value.Whole(long count) && count < 0);
    Flow flow = empty ? nothingToRange(range, subject, dot) : iterate(range, subject);
    variables.reset(mark);
    return flow;
  }

  private Flow nothingToRange(Node.Range range, Value subject, Value dot) throws TemplateException {
    return switch (subject) {
      case Value.Whole _, Value.Items _, Value.Entries _, Value.Nil _ ->
          walk(range.otherwise(), dot);
      default -> throw cannotRange(range, subject);
    };
  }

  private Flow iterate(Node.Range range, Value subject) throws TemplateException {
    switch (subject) {
      case Value.Items(var items) -> {
        for (int i = 0; i < items.size(); i++) {
          if (turn(range, new Value.Whole(i), items.get(i)) == Flow.BREAK) {
            break;
          }
        }
      }
      case Value.Entries(var entries) -> {
        for (Map.Entry<String, Value> entry : entries.entrySet()) {
          if (turn(range, new Value.Text(entry.getKey()), entry.getValue()) == Flow.BREAK) {
            break;
          }
        }
      }
      case Value.Whole(long count) -> {
        if (range.subject().variables().size() > 1) {
          throw program
              .source()
              .error(range.subject().at(), "a range over a number sets one variable only");
        }
        for (long i = 0; i < count; i++) {
          if (turn(range, new Value.Nil(), new Value.Whole(i)) == Flow.BREAK) {
            break;
          }
        }
      }
      default -> throw cannotRange(range, subject);
    }
    return Flow.NEXT;
  }

  private Flow turn(Node.Range range, Value key, Value element) throws TemplateException {
    var names = range.subject().variables();
    int mark = variables.mark();
    if (range.subject().assigns()) {
      if (names.size() > 1) {
        variables.set(names.getFirst(), key);
      }
      if (!names.isEmpty()) {
        variables.set(names.getLast(), element);
      }
    } else {
      if (!names.isEmpty()) {
        variables.setFromTop(1, element);
      }
      if (names.size() > 1) {
        variables.setFromTop(2, key);
      }
    }
    Flow flow = walk(range.body(), element);
    variables.reset(mark);
    return flow;
  }

  private void call(Node.Call call, Value dot) throws TemplateException {
    Block body = program.templates().get(call.name());
    if (body == null) {
      throw program
          .source()
          .error(
              call.at(),
              "this template is not defined%s"
                  .formatted(Suggestion.of(call.name(), program.templates().keySet())));
    }
    Pipeline argument = call.argument();
    Value inner = argument == null ? new Value.Nil() : evaluator.pipeline(argument, dot);
    budget.enter();
    new Interpreter(program, budget, output, inner).run(body, inner);
    budget.leave();
  }

  private TemplateException cannotRange(Node.Range range, Value subject) {
    return program
        .source()
        .error(range.subject().at(), "a range can't go over " + subject.typeName());
  }
}
