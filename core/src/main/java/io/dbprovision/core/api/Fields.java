package io.dbprovision.core.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A read-only view of JSON-like maps that never fails: what is absent or of another type reads as
 * absent. The API server has checked the types; this only has to survive an old object in the
 * cache.
 */
public final class Fields {
  private static final Fields EMPTY = new Fields(Map.of());

  private final Map<String, Object> values;

  private Fields(Map<String, Object> values) {
    this.values = values;
  }

  public static Fields of(Map<String, Object> values) {
    return new Fields(Collections.unmodifiableMap(values));
  }

  public static Fields empty() {
    return EMPTY;
  }

  public Map<String, Object> values() {
    return values;
  }

  public boolean has(String key) {
    return values.get(key) != null;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Empty when absent or an empty string: manifests mean the same by both. */
  public Optional<String> text(String key) {
    return values.get(key) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  public String text(String key, String fallback) {
    return text(key).orElse(fallback);
  }

  public boolean flag(String key, boolean fallback) {
    return values.get(key) instanceof Boolean flag ? flag : fallback;
  }

  public long number(String key, long fallback) {
    return values.get(key) instanceof Number number ? number.longValue() : fallback;
  }

  /** The nested object; an empty view when absent. */
  public Fields object(String key) {
    return values.get(key) instanceof Map<?, ?> map ? of(stringKeyed(map)) : EMPTY;
  }

  /** The list's objects; entries of another type are left out. */
  public List<Fields> objects(String key) {
    return list(key).stream()
        .filter(Map.class::isInstance)
        .map(entry -> of(stringKeyed((Map<?, ?>) entry)))
        .toList();
  }

  public List<String> texts(String key) {
    return list(key).stream().filter(String.class::isInstance).map(String.class::cast).toList();
  }

  public Map<String, String> textMap(String key) {
    Map<String, String> result = new LinkedHashMap<>();
    object(key)
        .values
        .forEach(
            (name, value) -> {
              if (value instanceof String text) {
                result.put(name, text);
              }
            });
    return result;
  }

  private List<?> list(String key) {
    return values.get(key) instanceof List<?> list ? list : List.of();
  }

  private static Map<String, Object> stringKeyed(Map<?, ?> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            result.put(String.valueOf(key), value);
          }
        });
    return result;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(values);
  }

  /** The keys only: values may be anything. */
  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
