package io.dbprovision.core.secret.template;

enum TokenType {
  TEXT("text"),
  OPEN("{{"),
  CLOSE("}}"),
  SPACE("a space"),
  ASSIGN("="),
  DECLARE(":="),
  COMMA(","),
  PIPE("|"),
  OPEN_PAREN("("),
  CLOSE_PAREN(")"),
  STRING("a string"),
  RAW_STRING("a string"),
  CHARACTER("a character constant"),
  NUMBER("a number"),
  BOOL("a boolean"),
  NIL("nil"),
  DOT("."),
  FIELD("a field"),
  VARIABLE("a variable"),
  IDENTIFIER("a name"),
  BLOCK("block"),
  BREAK("break"),
  CONTINUE("continue"),
  DEFINE("define"),
  ELSE("else"),
  END("end"),
  IF("if"),
  RANGE("range"),
  TEMPLATE("template"),
  WITH("with"),
  EOF("the end of the template");

  private final String label;

  TokenType(String label) {
    this.label = label;
  }

  /** How an error message calls such a token. */
  String label() {
    return label;
  }

  boolean startsOperand() {
    return switch (this) {
      case BOOL,
          CHARACTER,
          DOT,
          FIELD,
          IDENTIFIER,
          NUMBER,
          NIL,
          RAW_STRING,
          STRING,
          VARIABLE,
          OPEN_PAREN ->
          true;
      default -> false;
    };
  }

  static TokenType ofWord(String word) {
    return switch (word) {
      case "true", "false" -> BOOL;
      case "nil" -> NIL;
      case "block" -> BLOCK;
      case "break" -> BREAK;
      case "continue" -> CONTINUE;
      case "define" -> DEFINE;
      case "else" -> ELSE;
      case "end" -> END;
      case "if" -> IF;
      case "range" -> RANGE;
      case "template" -> TEMPLATE;
      case "with" -> WITH;
      default -> IDENTIFIER;
    };
  }
}
