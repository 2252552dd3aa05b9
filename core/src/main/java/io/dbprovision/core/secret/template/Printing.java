package io.dbprovision.core.secret.template;

import java.util.HexFormat;
import java.util.List;

/** {@code print}, {@code println} and the escapers of the language. */
final class Printing {
  private Printing() {}

  /** A space stands between two arguments when neither is text. */
  static Value print(Arguments arguments) throws FunctionException {
    return print(arguments.all(), arguments.result());
  }

  private static Value.Text print(List<Value> values, BoundedText out) throws FunctionException {
    ValueFormat format = new ValueFormat(out, Directive.PLAIN);
    boolean afterText = true;
    for (Value value : values) {
      boolean text = value instanceof Value.Text;
      out.append(afterText || text ? "" : " ");
      format.print(value, 'v');
      afterText = text;
    }
    return out.value();
  }

  static Value printLine(Arguments arguments) throws FunctionException {
    BoundedText out = arguments.result();
    ValueFormat format = new ValueFormat(out, Directive.PLAIN);
    String separator = "";
    for (Value value : arguments.all()) {
      out.append(separator);
      format.print(value, 'v');
      separator = " ";
    }
    return out.append("\n").value();
  }

  static Value html(Arguments arguments) throws FunctionException {
    StringBuilder escaped = new StringBuilder();
    joined(arguments)
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case 0 -> escaped.append('\uFFFD');
                case '"' -> escaped.append("&#34;");
                case '\'' -> escaped.append("&#39;");
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.append((char) c);
              }
            });
    return new Value.Text(escaped.toString());
  }

  static Value javaScript(Arguments arguments) throws FunctionException {
    StringBuilder escaped = new StringBuilder();
    joined(arguments)
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\', '\'', '"' -> escaped.append('\\').append((char) c);
                case '<', '>', '&', '=' -> escaped.append(unicode(c));
                default -> {
                  // DEL is no special character to Go's escaper
                  boolean plain = c == 0x7f || GoQuote.isPrintable(c);
                  escaped.append(plain ? Character.toString(c) : unicode(c));
                }
              }
            });
    return new Value.Text(escaped.toString());
  }

  static Value urlQuery(Arguments arguments) throws FunctionException {
    return new Value.Text(UrlEscape.query(joined(arguments)));
  }

  private static String unicode(int c) {
    // outside of the first plane Go writes five or six digits
    int digits = c < 0x10000 ? 4 : c < 0x100000 ? 5 : 6;
    return "\\u" + HexFormat.of().withUpperCase().toHexDigits(c, digits);
  }

  /** To the escapers, unlike to print, nil is the text that an action would print for it. */
  private static String joined(Arguments arguments) throws FunctionException {
    List<Value> values =
        arguments.all().stream()
            .map(value -> value instanceof Value.Nil ? new Value.Text("<no value>") : value)
            .toList();
    return print(values, arguments.result()).text();
  }
}
