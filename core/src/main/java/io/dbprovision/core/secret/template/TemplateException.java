package io.dbprovision.core.secret.template;

/**
 * A template that does not parse or can't be rendered. The message starts with {@code line:column},
 * both from 1, and never holds a value or a literal of the template, so it may be shown in a
 * condition.
 */
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  TemplateException(int line, int column, String detail) {
    super(line + ":" + column + ": " + detail);
    this.line = line;
    this.column = column;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
