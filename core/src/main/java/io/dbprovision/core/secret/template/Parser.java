package io.dbprovision.core.secret.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses text and control structures; what is inside an action is {@link PipelineParser}'s. */
final class Parser {
  private static final String CLAUSE = " clause";

  private final TokenCursor cursor;
  private final TemplateFunctions functions;
  private final Map<String, Block> templates;
  private final VariableNames variables = new VariableNames();
  private final PipelineParser pipelines;
  private int ranges;

  private Parser(TokenCursor cursor, TemplateFunctions functions, Map<String, Block> templates) {
    this.cursor = cursor;
    this.functions = functions;
    this.templates = templates;
    this.pipelines = new PipelineParser(cursor, functions, variables);
  }

  static Program parse(String text, TemplateFunctions functions) throws TemplateException {
    Source source = new Source(text);
    TokenCursor cursor = new TokenCursor(source, Lexer.tokens(source));
    Map<String, Block> templates = new LinkedHashMap<>();
    Parser parser = new Parser(cursor, functions, templates);
    Block root = parser.root();
    return new Program(source, functions, root, templates);
  }

  private Block root() throws TemplateException {
    List<Node> nodes = new ArrayList<>();
    while (cursor.peek().type() != TokenType.EOF) {
      if (atDefine()) {
        define(cursor.takePastSpace());
        continue;
      }
      Token keyword = node(nodes);
      if (keyword != null) {
        throw cursor.unexpected(keyword, "the template: no if, range or with is open");
      }
    }
    return new Block(nodes);
  }

  /** Takes the opening of an action when it is a definition. */
  private boolean atDefine() {
    int mark = cursor.mark();
    boolean define =
        cursor.take().type() == TokenType.OPEN && cursor.peekPastSpace().type() == TokenType.DEFINE;
    if (!define) {
      cursor.reset(mark);
    }
    return define;
  }

  /** Reads up to {@code end} or {@code else}, which it takes and returns as the terminator. */
  private Token body(Token opening, List<Node> nodes) throws TemplateException {
    while (cursor.peek().type() != TokenType.EOF) {
      Token keyword = node(nodes);
      if (keyword != null) {
        return keyword;
      }
    }
    throw cursor.error(opening, "this " + opening.type().label() + " has no {{end}}");
  }

  /** Adds the next node, or returns the {@code end} or {@code else} that it met instead. */
  private @Nullable Token node(List<Node> nodes) throws TemplateException {
    Token token = cursor.take();
    if (token.type() == TokenType.TEXT) {
      nodes.add(new Node.Text(token.text()));
      return null;
    }
    Token keyword = cursor.peekPastSpace();
    switch (keyword.type()) {
      case END -> {
        cursor.take();
        close("end");
        return keyword;
      }
      case ELSE -> {
        cursor.take();
        return keyword;
      }
      case IF, WITH, RANGE -> nodes.add(control(cursor.take()));
      case DEFINE -> throw cursor.error(keyword, "define is for the top level of a template only");
      case BLOCK -> nodes.add(block(cursor.take()));
      case TEMPLATE -> nodes.add(call(cursor.take()));
      case BREAK, CONTINUE -> nodes.add(jump(cursor.take()));
      default -> nodes.add(new Node.Action(pipelines.pipeline("an action", TokenType.CLOSE)));
    }
    return null;
  }

  private Node control(Token keyword) throws TemplateException {
    cursor.enter(keyword);
    int mark = variables.mark();
    Pipeline subject = pipelines.pipeline(keyword.type().label(), TokenType.CLOSE);
    boolean range = keyword.type() == TokenType.RANGE;
    ranges += range ? 1 : 0;
    List<Node> then = new ArrayList<>();
    Token terminator = body(keyword, then);
    ranges -= range ? 1 : 0;
    Block otherwise =
        terminator.type() == TokenType.ELSE ? otherwise(keyword, terminator) : Block.EMPTY;
    variables.reset(mark);
    cursor.leave();
    Block body = new Block(then);
    return switch (keyword.type()) {
      case IF -> new Node.If(subject, body, otherwise);
      case WITH -> new Node.With(subject, body, otherwise);
      default -> new Node.Range(subject, body, otherwise);
    };
  }

  /** {@code else if} is an if inside the else that shares its end; so is {@code else with}. */
  private Block otherwise(Token opening, Token otherwise) throws TemplateException {
    Token following = cursor.peekPastSpace();
    boolean chained = following.type() == opening.type() && opening.type() != TokenType.RANGE;
    if (chained) {
      return new Block(List.of(control(cursor.take())));
    }
    close("else");
    List<Node> nodes = new ArrayList<>();
    Token terminator = body(otherwise, nodes);
    if (terminator.type() != TokenType.END) {
      throw cursor.error(terminator, "a second else: expected {{end}}");
    }
    return new Block(nodes);
  }

  private void define(Token keyword) throws TemplateException {
    String name = templateName(keyword);
    close(keyword.type().label() + CLAUSE);
    definition(keyword, name);
  }

  private Node block(Token keyword) throws TemplateException {
    String name = templateName(keyword);
    Pipeline argument = pipelines.pipeline("block" + CLAUSE, TokenType.CLOSE);
    definition(keyword, name);
    return new Node.Call(keyword.at(), name, argument);
  }

  /** A definition sees neither the variables nor the ranges around it. */
  private void definition(Token keyword, String name) throws TemplateException {
    cursor.enter(keyword);
    List<Node> nodes = new ArrayList<>();
    Parser inner = new Parser(cursor, functions, templates);
    Token terminator = inner.body(keyword, nodes);
    if (terminator.type() != TokenType.END) {
      throw cursor.unexpected(terminator, keyword.type().label() + CLAUSE);
    }
    cursor.leave();
    Block block = new Block(nodes);
    Block earlier = templates.getOrDefault(name, Block.EMPTY);
    if (!earlier.isBlank() && !block.isBlank()) {
      throw cursor.error(keyword, "a template of this name is defined already");
    }
    if (earlier.isBlank()) {
      templates.put(name, block);
    }
  }

  private Node call(Token keyword) throws TemplateException {
    String name = templateName(keyword);
    if (cursor.peekPastSpace().type() == TokenType.CLOSE) {
      cursor.take();
      return new Node.Call(keyword.at(), name, null);
    }
    Pipeline argument = pipelines.pipeline("template" + CLAUSE, TokenType.CLOSE);
    return new Node.Call(keyword.at(), name, argument);
  }

  private Node jump(Token keyword) throws TemplateException {
    close(keyword.type().label());
    if (ranges == 0) {
      throw cursor.error(keyword, keyword.type().label() + " outside of a range");
    }
    return keyword.type() == TokenType.BREAK ? new Node.Break() : new Node.Continue();
  }

  private String templateName(Token keyword) throws TemplateException {
    Token token = cursor.takePastSpace();
    return switch (token.type()) {
      case STRING, RAW_STRING -> StringLiteral.read(cursor.source(), token);
      default -> throw cursor.unexpected(token, keyword.type().label() + CLAUSE);
    };
  }

  private void close(String context) throws TemplateException {
    cursor.expect(TokenType.CLOSE, context);
  }
}
