package io.dbprovision.core.secret.template;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Writes a value for one verb of Go's {@code fmt}. */
final class ValueFormat {
  private final BoundedText out;
  private final Directive directive;

  ValueFormat(BoundedText out, Directive directive) {
    this.out = out;
    this.directive = directive;
  }

  void print(Value value, int verb) throws FunctionException {
    if (verb == 'T') {
      pad(value instanceof Value.Nil ? "<nil>" : value.typeName());
      return;
    }
    switch (value) {
      case Value.Text(String text) -> text(value, text, verb);
      case Value.Whole(long number) -> whole(value, number, verb);
      case Value.Real(double number) -> real(value, number, verb);
      case Value.Flag(boolean on) -> {
        if (verb == 't' || verb == 'v') {
          pad(Boolean.toString(on));
        } else {
          mismatch(value, verb);
        }
      }
      case Value.Nil _ -> {
        if (verb == 'v') {
          pad("<nil>");
        } else {
          mismatch(value, verb);
        }
      }
      case Value.Items(var items) -> {
        refuseGoSyntax();
        out.append("[");
        elements(items, verb);
        out.append("]");
      }
      case Value.Fields(var fields) -> {
        refuseGoSyntax();
        out.append("{");
        elements(fields.values(), verb);
        out.append("}");
      }
      case Value.Entries(var entries) -> entries(entries, verb);
    }
  }

  private void elements(Iterable<Value> values, int verb) throws FunctionException {
    String separator = "";
    for (Value value : values) {
      out.append(separator);
      element(value, verb);
      separator = " ";
    }
  }

  /** Inside a list or map nil suits every verb. */
  private void element(Value value, int verb) throws FunctionException {
    if (value instanceof Value.Nil) {
      out.append("<nil>");
    } else {
      print(value, verb);
    }
  }

  private void entries(Map<String, Value> entries, int verb) throws FunctionException {
    refuseGoSyntax();
    out.append("map[");
    String separator = "";
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      out.append(separator);
      print(new Value.Text(entry.getKey()), verb);
      out.append(":");
      element(entry.getValue(), verb);
      separator = " ";
    }
    out.append("]");
  }

  private void text(Value value, String text, int verb) throws FunctionException {
    switch (verb) {
      case 'v' -> pad(directive.goSyntax() ? GoQuote.text(text, false) : truncated(text));
      case 's' -> pad(truncated(text));
      case 'q' -> {
        String cut = truncated(text);
        boolean raw = directive.sharp() && GoQuote.fitsBackquotes(cut);
        pad(raw ? "`" + cut + "`" : GoQuote.text(cut, directive.plus()));
      }
      case 'x' -> pad(hex(text, HexFormat.of()));
      case 'X' -> pad(hex(text, HexFormat.of().withUpperCase()));
      default -> mismatch(value, verb);
    }
  }

  private String hex(String text, HexFormat digits) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length =
        directive.hasPrecision() ? Math.min(directive.precision(), bytes.length) : bytes.length;
    String prefix = "0" + (digits.isUpperCase() ? "X" : "x");
    HexFormat spaced = directive.space() ? digits.withDelimiter(" ") : digits;
    if (directive.sharp() && length > 0) {
      return directive.space()
          ? spaced.withPrefix(prefix).formatHex(bytes, 0, length)
          : prefix + digits.formatHex(bytes, 0, length);
    }
    return spaced.formatHex(bytes, 0, length);
  }

  private void whole(Value value, long number, int verb) throws FunctionException {
    switch (verb) {
      case 'c' -> pad(GoQuote.character(number));
      case 'q' -> pad(GoQuote.rune(number, directive.plus()));
      case 'U' -> {
        String digits = Long.toHexString(number).toUpperCase(Locale.ROOT);
        int wanted = Math.max(4, directive.precision());
        String code = "U+" + "0".repeat(Math.max(0, wanted - digits.length())) + digits;
        boolean shown = directive.sharp() && number >= 0 && GoQuote.isPrintable((int) number);
        padWithoutZero(shown ? code + " '" + GoQuote.character(number) + "'" : code);
      }
      case 'v', 'd', 'b', 'o', 'O', 'x', 'X' ->
          padWithoutZero(IntegerFormat.digits(number, verb, directive));
      default -> mismatch(value, verb);
    }
  }

  private void real(Value value, double number, int verb) throws FunctionException {
    switch (verb) {
      case 'v', 'e', 'E', 'f', 'F', 'g', 'G' -> {
        String text = FloatFormat.text(number, verb, directive);
        boolean signed = !Character.isDigit(text.charAt(0));
        boolean zeros = directive.zero() && !directive.minus() && directive.hasWidth() && signed;
        if (zeros && Double.isFinite(number)) {
          out.append(text.substring(0, 1)).append('0', directive.width() - text.length());
          out.append(text.substring(1));
        } else if (Double.isFinite(number)) {
          pad(text);
        } else {
          padWithoutZero(text);
        }
      }
      case 'b', 'x', 'X' ->
          throw new FunctionException(
              "%" + Character.toString(verb) + " of a floating-point number is not supported");
      default -> mismatch(value, verb);
    }
  }

  /** What Go writes in place of a value that the verb does not take. */
  private void mismatch(Value value, int verb) throws FunctionException {
    out.append("%!").append(Character.toString(verb)).append("(");
    if (value instanceof Value.Nil) {
      out.append("<nil>");
    } else {
      out.append(value.typeName()).append("=");
      print(value, 'v');
    }
    out.append(")");
  }

  private void refuseGoSyntax() throws FunctionException {
    if (directive.goSyntax()) {
      throw new FunctionException("%#v of a list or map is not supported");
    }
  }

  private String truncated(String text) {
    int length = text.codePointCount(0, text.length());
    return directive.hasPrecision() && directive.precision() < length
        ? text.substring(0, text.offsetByCodePoints(0, directive.precision()))
        : text;
  }

  private void padWithoutZero(String text) {
    new ValueFormat(out, directive.withoutZero()).pad(text);
  }

  private void pad(String text) {
    int missing = directive.width() - text.codePointCount(0, text.length());
    if (directive.minus()) {
      out.append(text).append(' ', missing);
    } else {
      out.append(directive.zero() ? '0' : ' ', missing).append(text);
    }
  }
}
