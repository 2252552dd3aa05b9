package io.dbprovision.core.secret.template;

import java.util.List;

/**
 * Go's {@code fmt.Sprintf}. A format that does not fit its arguments is no error there: the text
 * says so ({@code %!d(string=...)}), and existing templates may rely on it.
 */
final class Printf {
  private static final int MAX_NUMBER = 1_000_000;

  private final String format;
  private final List<Value> values;
  private final BoundedText out;
  private int position;
  private int argument;
  private boolean reordered;
  private boolean afterIndex;
  private boolean goodIndex;

  private Printf(String format, List<Value> values, BoundedText out) {
    this.format = format;
    this.values = List.copyOf(values);
    this.out = out;
  }

  static Value call(Arguments arguments) throws FunctionException {
    List<Value> all = arguments.atLeast(1).all();
    String format = arguments.text(0);
    Printf printf = new Printf(format, all.subList(1, all.size()), arguments.result());
    printf.run();
    return printf.out.value();
  }

  private void run() throws FunctionException {
    while (position < format.length()) {
      int percent = format.indexOf('%', position);
      if (percent < 0) {
        out.append(format.substring(position));
        break;
      }
      out.append(format.substring(position, percent));
      position = percent + 1;
      verb();
    }
    if (!reordered && argument < values.size()) {
      extra();
    }
  }

  private void verb() throws FunctionException {
    goodIndex = true;
    Directive directive = directive();
    if (position >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    int verb = format.codePointAt(position);
    position += Character.charCount(verb);
    String name = Character.toString(verb);
    if (verb == '%') {
      out.append("%");
    } else if (!goodIndex) {
      out.append("%!").append(name).append("(BADINDEX)");
    } else if (argument >= values.size()) {
      out.append("%!").append(name).append("(MISSING)");
    } else {
      Directive effective = verb == 'v' ? directive.forValue() : directive;
      new ValueFormat(out, effective).print(values.get(argument++), verb);
    }
  }

  private Directive directive() {
    int flags = position;
    while (position < format.length() && "#0+- ".indexOf(format.charAt(position)) >= 0) {
      position++;
    }
    String given = format.substring(flags, position);
    boolean minus = given.indexOf('-') >= 0;
    boolean zero = given.indexOf('0') >= 0;
    afterIndex = index();
    int width;
    if (at('*')) {
      position++;
      int starred = starred("%!(BADWIDTH)");
      minus |= starred < 0;
      zero &= starred >= 0;
      width = starred == Integer.MIN_VALUE ? -1 : Math.abs(starred);
      afterIndex = false;
    } else {
      width = number();
      goodIndex &= !(afterIndex && width >= 0);
    }
    int precision = at('.') && position + 1 < format.length() ? precision() : -1;
    if (!afterIndex) {
      afterIndex = index();
    }
    return new Directive(
        minus,
        given.indexOf('+') >= 0,
        given.indexOf('#') >= 0,
        given.indexOf(' ') >= 0,
        zero,
        false,
        width,
        precision);
  }

  private int precision() {
    position++;
    goodIndex &= !afterIndex;
    afterIndex = index();
    if (at('*')) {
      position++;
      afterIndex = false;
      return Math.max(-1, starred("%!(BADPREC)"));
    }
    return Math.max(0, number());
  }

  /** Takes a width or precision from the arguments; {@code MIN_VALUE} when it is none. */
  private int starred(String complaint) {
    boolean usable =
        argument < values.size()
            && values.get(argument) instanceof Value.Whole(long number)
            && Math.abs(number) <= MAX_NUMBER;
    int result = Integer.MIN_VALUE;
    if (usable && values.get(argument) instanceof Value.Whole(long number)) {
      result = (int) number;
    }
    boolean refused = !usable || (result < 0 && complaint.contains("PREC"));
    if (refused) {
      out.append(complaint);
    }
    argument = Math.min(argument + 1, Math.max(argument, values.size()));
    return result;
  }

  /** Reads {@code [3]}, which names the argument to take next. */
  private boolean index() {
    if (!at('[')) {
      return false;
    }
    reordered = true;
    int close = format.indexOf(']', position);
    if (close < 0) {
      goodIndex = false;
      position++;
      return false;
    }
    String digits = format.substring(position + 1, close);
    position = close + 1;
    boolean isNumber = digits.matches("[0-9]{1,6}");
    int wanted = isNumber ? Integer.parseInt(digits) : 0;
    if (wanted < 1 || wanted > values.size()) {
      goodIndex = false;
      return isNumber;
    }
    argument = wanted - 1;
    return true;
  }

  private int number() {
    int start = position;
    long number = 0;
    while (position < format.length() && Character.digit(format.charAt(position), 10) >= 0) {
      if (number > MAX_NUMBER) {
        // as Go does: the rest of the format is given up
        position = format.length();
        return -1;
      }
      number = number * 10 + Character.digit(format.charAt(position++), 10);
    }
    return position == start ? -1 : (int) number;
  }

  private boolean at(char c) {
    return position < format.length() && format.charAt(position) == c;
  }

  private void extra() throws FunctionException {
    out.append("%!(EXTRA ");
    ValueFormat plain = new ValueFormat(out, Directive.PLAIN);
    for (int i = argument; i < values.size(); i++) {
      out.append(i > argument ? ", " : "");
      Value value = values.get(i);
      if (!(value instanceof Value.Nil)) {
        out.append(value.typeName()).append("=");
      }
      plain.print(value, 'v');
    }
    out.append(")");
  }
}
