package io.dbprovision.core.secret.template;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Reads Go's number literals: whole numbers of any base, and floating point. */
final class NumberLiteral {
  private static final Pattern WHOLE =
      Pattern.compile(
          "0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|0(_?[0-7])*|[1-9](_?[0-9])*");
  private static final String DIGITS = "[0-9](_?[0-9])*";
  private static final String HEX = "[0-9a-fA-F](_?[0-9a-fA-F])*";
  private static final Pattern FLOAT =
      Pattern.compile(
          "(%1$s\\.?(%1$s)?|\\.%1$s)([eE][+-]?%1$s)?|0[xX](%2$s\\.?(%2$s)?|\\.%2$s)[pP][+-]?%1$s"
              .formatted(DIGITS, HEX));

  // the patterns' recursion grows with the text
  private static final int MAX_LENGTH = 400;

  private NumberLiteral() {}

  static Value read(Source source, Token token) throws TemplateException {
    String text = token.text();
    if (text.length() > MAX_LENGTH) {
      throw source.error(token.at(), "this number is too long");
    }
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String body = signed ? text.substring(1) : text;
    if (WHOLE.matcher(body).matches()) {
      return whole(source, token, body, text.startsWith("-"));
    }
    if (body.endsWith("i") && FLOAT.matcher(body.substring(0, body.length() - 1)).matches()) {
      throw source.error(token.at(), "complex numbers are not supported");
    }
    boolean looksFloat = body.chars().anyMatch(c -> ".eEpP".indexOf(c) >= 0);
    if (!looksFloat || !FLOAT.matcher(body).matches()) {
      throw source.error(token.at(), "this is not a number");
    }
    double number = Double.parseDouble(text.replace("_", ""));
    if (Double.isInfinite(number)) {
      throw source.error(token.at(), "this number is too large");
    }
    return new Value.Real(number);
  }

  private static Value whole(Source source, Token token, String body, boolean negative)
      throws TemplateException {
    String digits = body.replace("_", "");
    int radix = 10;
    int prefix = 0;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      char marker = Character.toLowerCase(digits.charAt(1));
      radix = marker == 'x' ? 16 : marker == 'b' ? 2 : 8;
      prefix = Character.isDigit(marker) ? 1 : 2;
    }
    BigInteger number = new BigInteger(digits.substring(prefix), radix);
    BigInteger value = negative ? number.negate() : number;
    if (value.bitLength() > Long.SIZE - 1) {
      throw source.error(token.at(), "this number does not fit in 64 bits");
    }
    return new Value.Whole(value.longValue());
  }
}
