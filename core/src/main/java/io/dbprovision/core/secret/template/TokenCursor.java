package io.dbprovision.core.secret.template;

import java.util.List;

/** A place in the list of tokens; the last token is EOF and is never passed. */
final class TokenCursor {
  /** Nested deeper than this, a template is an attack on the stack. */
  private static final int MAX_DEPTH = 100;

  private final Source source;
  private final List<Token> tokens;
  private int next;
  private int depth;

  TokenCursor(Source source, List<Token> tokens) {
    this.source = source;
    this.tokens = List.copyOf(tokens);
  }

  Token peek() {
    return tokens.get(next);
  }

  Token peekPastSpace() {
    while (peek().type() == TokenType.SPACE) {
      next++;
    }
    return peek();
  }

  Token take() {
    Token token = peek();
    if (token.type() != TokenType.EOF) {
      next++;
    }
    return token;
  }

  Token takePastSpace() {
    peekPastSpace();
    return take();
  }

  Token expect(TokenType type, String context) throws TemplateException {
    Token token = takePastSpace();
    if (token.type() != type) {
      throw unexpected(token, context);
    }
    return token;
  }

  int mark() {
    return next;
  }

  void reset(int mark) {
    next = mark;
  }

  void enter(Token at) throws TemplateException {
    if (++depth > MAX_DEPTH) {
      throw source.error(at.at(), "nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  void leave() {
    depth--;
  }

  TemplateException unexpected(Token token, String context) {
    return error(token, "unexpected " + token.described() + " in " + context);
  }

  TemplateException error(Token token, String detail) {
    return source.error(token.at(), detail);
  }

  Source source() {
    return source;
  }
}
