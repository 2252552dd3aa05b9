package io.dbprovision.core.secret.template;

/** Flags, width and precision of a printf verb; a width or precision of -1 is not given. */
record Directive(
    boolean minus,
    boolean plus,
    boolean sharp,
    boolean space,
    boolean zero,
    boolean goSyntax,
    int width,
    int precision) {
  static final Directive PLAIN = new Directive(false, false, false, false, false, false, -1, -1);

  boolean hasWidth() {
    return width >= 0;
  }

  boolean hasPrecision() {
    return precision >= 0;
  }

  /** For {@code %v} plus and sharp mean another syntax, not a sign or a prefix. */
  Directive forValue() {
    return new Directive(minus, false, false, space, zero, sharp, width, precision);
  }

  Directive withoutZero() {
    return new Directive(minus, plus, sharp, space, false, goSyntax, width, precision);
  }
}
