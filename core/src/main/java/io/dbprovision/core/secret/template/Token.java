package io.dbprovision.core.secret.template;

/** A piece of a template; a literal still carries its quotes. */
record Token(TokenType type, String text, int at) {

  /** What an error message says of it: names yes, literals no. */
  String described() {
    return switch (type) {
      case FIELD, VARIABLE, IDENTIFIER -> "\"" + text + "\"";
      default -> type.label();
    };
  }

  @Override
  public String toString() {
    return described();
  }
}
