package io.dbprovision.core.secret.template;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an expression of a template may be. Immutable; {@code toString} shows no text. */
public sealed interface Value {

  /** How Go names the type, for messages and for {@code printf}. */
  String typeName();

  /** Whether {@code if} takes it as true: not zero, not empty, not nil. */
  boolean isTrue();

  /** Text, measured in bytes of UTF-8 wherever the language counts. */
  record Text(String text) implements Value {
    @Override
    public String typeName() {
      return "string";
    }

    @Override
    public boolean isTrue() {
      return !text.isEmpty();
    }

    @Override
    public String toString() {
      return "[text]";
    }
  }

  record Whole(long number) implements Value {
    @Override
    public String typeName() {
      return "int";
    }

    @Override
    public boolean isTrue() {
      return number != 0;
    }
  }

  record Real(double number) implements Value {
    @Override
    public String typeName() {
      return "float64";
    }

    @Override
    public boolean isTrue() {
      return number != 0;
    }
  }

  record Flag(boolean on) implements Value {
    @Override
    public String typeName() {
      return "bool";
    }

    @Override
    public boolean isTrue() {
      return on;
    }
  }

  record Nil() implements Value {
    @Override
    public String typeName() {
      return "nil";
    }

    @Override
    public boolean isTrue() {
      return false;
    }
  }

  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String typeName() {
      boolean texts = values.stream().allMatch(Text.class::isInstance);
      return texts ? "[]string" : "[]interface {}";
    }

    @Override
    public boolean isTrue() {
      return !values.isEmpty();
    }
  }

  /** A map; its keys come in the order of their UTF-8 bytes, as the language promises. */
  record Entries(SequencedMap<String, Value> values) implements Value {
    public Entries {
      TreeMap<String, Value> sorted = new TreeMap<>(BYTE_ORDER);
      sorted.putAll(values);
      values = Collections.unmodifiableSequencedMap(sorted);
    }

    @Override
    public String typeName() {
      boolean texts = values.values().stream().allMatch(Text.class::isInstance);
      return texts ? "map[string]string" : "map[string]interface {}";
    }

    @Override
    public boolean isTrue() {
      return !values.isEmpty();
    }
  }

  /** The data of a template: a fixed set of names, of which an unknown one is an error. */
  record Fields(SequencedMap<String, Value> values) implements Value {
    public Fields {
      values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    @Override
    public String typeName() {
      return "the template's data";
    }

    @Override
    public boolean isTrue() {
      return true;
    }
  }

  Comparator<String> BYTE_ORDER =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  /**
   * Takes text, numbers, booleans, null, lists and maps with text keys.
   *
   * @throws IllegalArgumentException for anything else: a mistake of the caller, not of the
   *     template
   */
  static Value of(@Nullable Object object) {
    return switch (object) {
      case null -> new Nil();
      case Value value -> value;
      case String text -> new Text(text);
      case Integer number -> new Whole(number);
      case Long number -> new Whole(number);
      case Double number -> new Real(number);
      case Boolean on -> new Flag(on);
      case List<?> list -> new Items(list.stream().map(Value::of).toList());
      case Map<?, ?> map -> new Entries(named(map));
      default -> throw new IllegalArgumentException("no value of a template: " + object.getClass());
    };
  }

  /** The top-level data of a template, in the order of the map. */
  static Fields fields(Map<String, ?> data) {
    return new Fields(named(data));
  }

  private static SequencedMap<String, Value> named(Map<?, ?> map) {
    LinkedHashMap<String, Value> named = new LinkedHashMap<>();
    map.forEach((key, value) -> named.put((String) key, of(value)));
    return named;
  }
}
