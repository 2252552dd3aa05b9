package io.dbprovision.core.secret.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** A floating-point number as Go writes it, with sign, without the width's padding. */
final class FloatFormat {
  private static final int DEFAULT_PRECISION = 6;
  // from where on %v and %g write an exponent, when no precision is given
  private static final int SHORTEST_EXPONENT = 6;

  // a double has no more digits than that; further ones are zeros and cost no arithmetic
  private static final int MAX_DIGITS = 1100;

  private FloatFormat() {}

  static String text(double number, int verb, Directive directive) throws FunctionException {
    if (directive.sharp()) {
      throw new FunctionException("the flag # of a floating-point number is not supported");
    }
    String magnitude = Double.isFinite(number) ? finite(Math.abs(number), verb, directive) : "Inf";
    if (Double.isNaN(number)) {
      magnitude = "NaN";
    }
    boolean negative = number < 0 || (number == 0 && 1 / number < 0);
    // an infinity always shows its sign
    boolean signed = directive.plus() || number == Double.POSITIVE_INFINITY;
    String sign = negative ? "-" : signed ? "+" : directive.space() ? " " : "";
    return verb == 'E' || verb == 'G'
        ? sign + magnitude.toUpperCase(Locale.ROOT)
        : sign + magnitude;
  }

  private static String finite(double number, int verb, Directive directive) {
    int precision = directive.hasPrecision() ? directive.precision() : DEFAULT_PRECISION;
    int exact = Math.min(precision, MAX_DIGITS);
    String zeros = "0".repeat(precision - exact);
    return switch (verb) {
      case 'f', 'F' ->
          new BigDecimal(number).setScale(exact, RoundingMode.HALF_EVEN).toPlainString() + zeros;
      case 'e', 'E' -> exponential(rounded(number, exact + 1), exact, zeros);
      default -> general(number, directive);
    };
  }

  private static String general(double number, Directive directive) {
    BigDecimal value =
        directive.hasPrecision()
            ? rounded(number, Math.clamp(directive.precision(), 1, MAX_DIGITS))
            : new BigDecimal(Double.toString(number));
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal digits = value.stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    int limit = SHORTEST_EXPONENT;
    if (directive.hasPrecision()) {
      int precision = Math.max(1, directive.precision());
      boolean whole = digits.precision() >= exponent + 1;
      limit = precision > digits.precision() && whole ? digits.precision() : precision;
    }
    return exponent < -4 || exponent >= limit
        ? exponential(digits, digits.precision() - 1, "")
        : digits.toPlainString();
  }

  private static String exponential(BigDecimal value, int decimals, String zeros) {
    int exponent = value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
    BigDecimal mantissa =
        value.movePointLeft(exponent).setScale(decimals, RoundingMode.UNNECESSARY);
    return "%s%se%s%02d"
        .formatted(mantissa.toPlainString(), zeros, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private static BigDecimal rounded(double number, int digits) {
    return new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }
}
