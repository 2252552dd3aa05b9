package io.dbprovision.core.secret;

import io.dbprovision.core.secret.template.FunctionException;
import io.dbprovision.core.secret.template.Value;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Map;

/** JSON as Go's {@code encoding/json} writes it, safe to stand in HTML. */
final class JsonText {
  private final StringBuilder json = new StringBuilder();

  private JsonText() {}

  static String of(Value value) throws FunctionException {
    JsonText text = new JsonText();
    text.write(value);
    return text.json.toString();
  }

  static String quoted(String text) {
    JsonText json = new JsonText();
    json.quote(text);
    return json.json.toString();
  }

  private void write(Value value) throws FunctionException {
    switch (value) {
      case Value.Text(String text) -> quote(text);
      case Value.Whole(long number) -> json.append(number);
      case Value.Real(double number) -> real(number);
      case Value.Flag(boolean on) -> json.append(on);
      case Value.Nil _ -> json.append("null");
      case Value.Items(var items) -> {
        json.append('[');
        String separator = "";
        for (Value item : items) {
          json.append(separator);
          write(item);
          separator = ",";
        }
        json.append(']');
      }
      case Value.Entries(var entries) -> object(entries);
      case Value.Fields(var fields) -> object(fields);
    }
  }

  private void object(Map<String, Value> members) throws FunctionException {
    json.append('{');
    String separator = "";
    for (Map.Entry<String, Value> member : members.entrySet()) {
      json.append(separator);
      quote(member.getKey());
      json.append(':');
      write(member.getValue());
      separator = ",";
    }
    json.append('}');
  }

  private void real(double number) throws FunctionException {
    if (!Double.isFinite(number)) {
      throw new FunctionException("JSON has no such number");
    }
    if (number == 0) {
      json.append(1 / number < 0 ? "-0" : "0");
      return;
    }
    BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -6 && exponent < 21) {
      json.append(digits.toPlainString());
    } else {
      json.append(digits.movePointLeft(exponent).stripTrailingZeros().toPlainString());
      json.append(exponent < 0 ? "e-" : "e+").append(Math.abs(exponent));
    }
  }

  private void quote(String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ' || "<>&\u2028\u2029".indexOf(c) >= 0) {
            json.append("\\u").append(HexFormat.of().toHexDigits(c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
