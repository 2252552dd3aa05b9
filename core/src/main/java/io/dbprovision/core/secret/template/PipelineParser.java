package io.dbprovision.core.secret.template;

import java.util.ArrayList;
import java.util.List;

/** Parses what is inside an action: pipelines, commands, operands. */
final class PipelineParser {
  private final TokenCursor cursor;
  private final TemplateFunctions functions;
  private final VariableNames variables;

  PipelineParser(TokenCursor cursor, TemplateFunctions functions, VariableNames variables) {
    this.cursor = cursor;
    this.functions = functions;
    this.variables = variables;
  }

  Pipeline pipeline(String context, TokenType end) throws TemplateException {
    Token start = cursor.peekPastSpace();
    List<String> declared = new ArrayList<>();
    boolean assigns = declarations(context, declared);
    List<Command> commands = new ArrayList<>();
    while (true) {
      Token token = cursor.peekPastSpace();
      if (token.type() == end) {
        cursor.take();
        break;
      }
      if (!token.type().startsOperand()) {
        throw cursor.unexpected(token, context);
      }
      commands.add(command(commands.size() + 1));
    }
    if (commands.isEmpty()) {
      throw cursor.error(start, "a value is missing in " + context);
    }
    return new Pipeline(start.at(), declared, assigns, commands);
  }

  /** Reads {@code $x :=}, {@code $x =} and {@code $i, $x :=}, if the pipeline starts so. */
  private boolean declarations(String context, List<String> declared) throws TemplateException {
    int mark = cursor.mark();
    Token variable = cursor.peekPastSpace();
    if (variable.type() != TokenType.VARIABLE) {
      return false;
    }
    cursor.take();
    Token sign = cursor.peekPastSpace();
    return switch (sign.type()) {
      case ASSIGN, DECLARE -> {
        cursor.take();
        declared.add(variable.text());
        yield declare(variable, declared, sign.type() == TokenType.ASSIGN);
      }
      case COMMA -> {
        cursor.take();
        declared.add(variable.text());
        if (!context.equals("range")) {
          throw cursor.error(variable, "only a range can set two variables");
        }
        if (declared.size() > 1 || cursor.peekPastSpace().type() != TokenType.VARIABLE) {
          throw cursor.error(variable, "a range sets one or two variables");
        }
        yield declarations(context, declared);
      }
      default -> {
        if (!declared.isEmpty()) {
          throw cursor.error(variable, "a range sets one or two variables");
        }
        cursor.reset(mark);
        yield false;
      }
    };
  }

  private boolean declare(Token at, List<String> names, boolean assigns) throws TemplateException {
    for (String name : names) {
      if (assigns) {
        checkKnown(at, name);
      } else {
        variables.declare(name);
        if (variables.isFull()) {
          throw cursor.error(at, "more than " + VariableNames.MAX + " variables");
        }
      }
    }
    return assigns;
  }

  private Command command(int stage) throws TemplateException {
    Token start = cursor.peekPastSpace();
    List<Operand> words = new ArrayList<>();
    while (cursor.peekPastSpace().type().startsOperand()) {
      words.add(operand());
      Token token = cursor.peek();
      if (token.type() != TokenType.SPACE) {
        break;
      }
    }
    Token token = cursor.peekPastSpace();
    switch (token.type()) {
      // a pipe with nothing after it is fine in Go, so it is here
      case PIPE -> cursor.take();
      case CLOSE, CLOSE_PAREN -> {
        // the pipeline checks that it is the right one
      }
      default -> throw cursor.unexpected(token, "a command");
    }
    Operand first = words.getFirst();
    boolean lone =
        first instanceof Operand.Literal
            || first instanceof Operand.Nil
            || first instanceof Operand.Dot;
    if (stage > 1 && lone) {
      throw cursor.error(start, "only a function can follow | in a pipeline");
    }
    return new Command(first, words.subList(1, words.size()));
  }

  private Operand operand() throws TemplateException {
    Token start = cursor.peek();
    Operand term = term();
    List<String> path = new ArrayList<>();
    while (cursor.peek().type() == TokenType.FIELD) {
      path.add(cursor.take().text().substring(1));
    }
    if (path.isEmpty()) {
      return term;
    }
    return switch (term) {
      case Operand.Field field -> new Operand.Field(field.at(), joined(field.names(), path));
      case Operand.Variable variable ->
          new Operand.Variable(variable.at(), variable.name(), joined(variable.path(), path));
      case Operand.Function function -> new Operand.Chain(start.at(), function, path);
      case Operand.Group group -> new Operand.Chain(start.at(), group, path);
      case Operand.Chain chain -> new Operand.Chain(start.at(), chain, path);
      case Operand.Literal _, Operand.Nil _, Operand.Dot _ ->
          throw cursor.error(start, "unexpected . after " + start.type().label());
    };
  }

  private Operand term() throws TemplateException {
    Token token = cursor.take();
    Source source = cursor.source();
    return switch (token.type()) {
      case STRING, RAW_STRING -> literal(token, new Value.Text(StringLiteral.read(source, token)));
      case CHARACTER -> literal(token, StringLiteral.readCharacter(source, token));
      case NUMBER -> literal(token, NumberLiteral.read(source, token));
      case BOOL -> literal(token, new Value.Flag(token.text().equals("true")));
      case NIL -> new Operand.Nil(token.at());
      case DOT -> new Operand.Dot(token.at());
      case FIELD -> new Operand.Field(token.at(), List.of(token.text().substring(1)));
      case VARIABLE -> {
        checkKnown(token, token.text());
        yield new Operand.Variable(token.at(), token.text(), List.of());
      }
      case IDENTIFIER -> {
        if (!functions.contains(token.text())) {
          throw cursor.error(
              token,
              "function \"%s\" does not exist%s"
                  .formatted(token.text(), Suggestion.of(token.text(), functions.names())));
        }
        yield new Operand.Function(token.at(), token.text());
      }
      case OPEN_PAREN -> {
        cursor.enter(token);
        Pipeline pipeline = pipeline("parentheses", TokenType.CLOSE_PAREN);
        cursor.leave();
        yield new Operand.Group(token.at(), pipeline);
      }
      default -> throw cursor.unexpected(token, "a command");
    };
  }

  private void checkKnown(Token at, String name) throws TemplateException {
    if (!variables.contains(name)) {
      throw cursor.error(
          at,
          "variable \"%s\" is not defined%s".formatted(name, Suggestion.of(name, variables.all())));
    }
  }

  private static Operand literal(Token token, Value value) {
    return new Operand.Literal(token.at(), value);
  }

  private static List<String> joined(List<String> head, List<String> tail) {
    List<String> all = new ArrayList<>(head);
    all.addAll(tail);
    return all;
  }
}
