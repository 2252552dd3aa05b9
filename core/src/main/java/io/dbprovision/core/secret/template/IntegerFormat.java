package io.dbprovision.core.secret.template;

import java.util.Locale;

/** A whole number in the base of its verb, with sign and prefix, without the width's spaces. */
final class IntegerFormat {
  private IntegerFormat() {}

  static String digits(long number, int verb, Directive directive) {
    if (directive.precision() == 0 && number == 0) {
      return "";
    }
    int radix =
        switch (verb) {
          case 'b' -> 2;
          case 'o', 'O' -> 8;
          case 'x', 'X' -> 16;
          default -> 10;
        };
    String magnitude = Long.toUnsignedString(number < 0 ? -number : number, radix);
    if (verb == 'X') {
      magnitude = magnitude.toUpperCase(Locale.ROOT);
    }
    String sign = number < 0 ? "-" : directive.plus() ? "+" : directive.space() ? " " : "";
    int wanted = directive.precision();
    if (!directive.hasPrecision() && directive.zero() && !directive.minus()) {
      wanted = directive.width() - sign.length();
    }
    String padded = "0".repeat(Math.max(0, wanted - magnitude.length())) + magnitude;
    return sign + prefix(verb, directive, padded) + padded;
  }

  private static String prefix(int verb, Directive directive, String digits) {
    String letter = verb == 'O' ? "0o" : "";
    if (!directive.sharp()) {
      return letter;
    }
    return switch (verb) {
      case 'b' -> "0b";
      case 'o', 'O' -> letter + (digits.startsWith("0") ? "" : "0");
      case 'x' -> "0x";
      case 'X' -> "0X";
      default -> "";
    };
  }
}
