package io.dbprovision.spi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes records of JSON-like maps. */
final class RecordBinder {
  private RecordBinder() {}

  static Object bind(String path, Map<?, ?> values, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    rejectUnknown(path, values, components);
    @Nullable Object[] arguments = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      types[i] = component.getType();
      arguments[i] =
          convert(
              path + "." + component.getName(),
              values.get(component.getName()),
              component.getGenericType());
    }
    return construct(path, type, types, arguments);
  }

  private static void rejectUnknown(String path, Map<?, ?> values, RecordComponent[] components) {
    Set<Object> unknown = new LinkedHashSet<>(values.keySet());
    for (RecordComponent component : components) {
      unknown.remove(component.getName());
    }
    if (!unknown.isEmpty()) {
      throw invalid(
          path + "." + unknown.iterator().next(), "is not a field of this engine's block");
    }
  }

  private static Object construct(
      String path, Class<?> type, Class<?>[] types, @Nullable Object[] arguments) {
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof EngineException known) {
        throw known;
      }
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw invalid(path, String.valueOf(wrong.getMessage())).causedBy(wrong);
      }
      throw new IllegalStateException(type + " cannot be constructed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be constructed", e);
    }
  }

  private static @Nullable Object convert(String path, @Nullable Object value, Type type) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == List.class) {
        return list(path, value, generic.getActualTypeArguments()[0]);
      }
      if (generic.getRawType() == Map.class) {
        return map(path, value, generic.getActualTypeArguments()[1]);
      }
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalStateException(path + " has a type that cannot be bound: " + type);
    }
    if (value == null) {
      return absent(plain);
    }
    if (plain == Object.class || (plain == String.class && value instanceof String)) {
      return value;
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return value instanceof Boolean ? value : wrong(path, value, "true or false");
    }
    if (plain.isEnum()) {
      return constant(path, value, plain);
    }
    if (plain.isRecord()) {
      return value instanceof Map<?, ?> map
          ? bind(path, map, plain)
          : wrong(path, value, "an object");
    }
    if (value instanceof Number number && plain != String.class) {
      return number(path, number, plain);
    }
    return wrong(path, value, plain == String.class ? "a string" : "a number");
  }

  private static @Nullable Object absent(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    return type == double.class ? (Object) 0.0 : null;
  }

  private static Object number(String path, Number value, Class<?> type) {
    BigDecimal exact = new BigDecimal(value.toString());
    try {
      if (type == int.class || type == Integer.class) {
        return exact.intValueExact();
      }
      if (type == long.class || type == Long.class) {
        return exact.longValueExact();
      }
    } catch (ArithmeticException e) {
      throw invalid(path, "must be a whole number in range, got " + value).causedBy(e);
    }
    if (type == double.class || type == Double.class) {
      return value.doubleValue();
    }
    throw new IllegalStateException(path + " has a type that cannot be bound: " + type);
  }

  private static Object constant(String path, Object value, Class<?> type) {
    String wanted = String.valueOf(value).toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(wanted))
        .findFirst()
        .map(Object.class::cast)
        .orElseThrow(
            () -> invalid(path, "must be one of " + Arrays.toString(type.getEnumConstants())));
  }

  private static List<@Nullable Object> list(String path, @Nullable Object value, Type element) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> items)) {
      throw invalid(path, "must be a list");
    }
    List<@Nullable Object> converted = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      converted.add(convert(path + "[" + i + "]", items.get(i), element));
    }
    return converted;
  }

  private static Map<String, @Nullable Object> map(
      String path, @Nullable Object value, Type element) {
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> entries)) {
      throw invalid(path, "must be an object");
    }
    Map<String, @Nullable Object> converted = new LinkedHashMap<>();
    entries.forEach(
        (key, item) ->
            converted.put(String.valueOf(key), convert(path + "." + key, item, element)));
    return converted;
  }

  private static Object wrong(String path, Object value, String expected) {
    throw invalid(path, "must be " + expected + ", got " + value.getClass().getSimpleName());
  }

  private static EngineException invalid(String path, String message) {
    return EngineException.at(ErrorKind.INVALID, path, message);
  }
}
