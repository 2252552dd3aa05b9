package io.dbprovision.core.secret.template;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code len}, {@code index} and {@code slice}; of a text they count bytes of UTF-8. */
final class Collections {
  private Collections() {}

  static Value length(Arguments arguments) throws FunctionException {
    Value value = arguments.exactly(1).value(0);
    return new Value.Whole(
        switch (value) {
          case Value.Text(String text) -> bytes(text).length;
          case Value.Items(var items) -> items.size();
          case Value.Entries(var entries) -> entries.size();
          default -> throw new FunctionException(value.typeName() + " has no length");
        });
  }

  static Value index(Arguments arguments) throws FunctionException {
    Value value = arguments.atLeast(1).value(0);
    if (value instanceof Value.Nil) {
      throw new FunctionException("nil has no elements");
    }
    for (int i = 1; i < arguments.size(); i++) {
      value = element(value, arguments, i);
    }
    return value;
  }

  private static Value element(Value holder, Arguments arguments, int i) throws FunctionException {
    return switch (holder) {
      case Value.Items(var items) -> items.get(position(arguments, i, items.size() - 1));
      case Value.Text(String text) -> {
        byte[] bytes = bytes(text);
        yield new Value.Whole(bytes[position(arguments, i, bytes.length - 1)] & 0xFF);
      }
      case Value.Entries(var entries) -> {
        Value element = entries.get(arguments.text(i));
        // as in Go, a missing key of a map of texts gives the empty text
        boolean texts = holder.typeName().equals("map[string]string");
        yield element != null ? element : texts ? new Value.Text("") : new Value.Nil();
      }
      default -> throw new FunctionException(holder.typeName() + " has no elements");
    };
  }

  static Value slice(Arguments arguments) throws FunctionException {
    Value value = arguments.atLeast(1).value(0);
    if (arguments.size() > 4) {
      throw new FunctionException("it takes at most 3 positions");
    }
    return switch (value) {
      case Value.Text(String text) -> {
        if (arguments.size() == 4) {
          throw new FunctionException("a string takes at most 2 positions");
        }
        byte[] bytes = bytes(text);
        int[] bounds = bounds(arguments, bytes.length);
        yield new Value.Text(decoded(ByteBuffer.wrap(bytes, bounds[0], bounds[1] - bounds[0])));
      }
      case Value.Items(List<Value> items) -> {
        int[] bounds = bounds(arguments, items.size());
        yield new Value.Items(items.subList(bounds[0], bounds[1]));
      }
      default -> throw new FunctionException(value.typeName() + " can't be sliced");
    };
  }

  private static int[] bounds(Arguments arguments, int length) throws FunctionException {
    int start = arguments.size() > 1 ? position(arguments, 1, length) : 0;
    int end = arguments.size() > 2 ? position(arguments, 2, length) : length;
    int capacity = arguments.size() > 3 ? position(arguments, 3, length) : length;
    if (start > end || end > capacity) {
      throw new FunctionException("the positions must not fall");
    }
    return new int[] {start, end};
  }

  private static int position(Arguments arguments, int i, int last) throws FunctionException {
    Value value = arguments.value(i);
    if (!(value instanceof Value.Whole(long position))) {
      throw new FunctionException(
          "argument %d must be an integer, not %s".formatted(i + 1, value.typeName()));
    }
    if (position < 0 || position > last) {
      throw new FunctionException("argument " + (i + 1) + " is out of range");
    }
    return (int) position;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String decoded(ByteBuffer bytes) throws FunctionException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new FunctionException("the positions cut a character in two");
    }
  }
}
