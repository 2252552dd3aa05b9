package io.dbprovision.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An engine's block of a manifest that knows where it stands, so that every complaint names the
 * field. Immutable and thread-safe.
 */
public final class Section {
  private final String path;
  private final Map<String, Object> values;

  private Section(String path, Map<String, ?> values) {
    this.path = Objects.requireNonNull(path, "path");
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * @param path where the block stands, such as {@code spec.x}
   * @param values what JSON has: strings, booleans, numbers, lists, string-keyed maps
   */
  public static Section of(String path, Map<String, ?> values) {
    return new Section(path, values);
  }

  public static Section empty(String path) {
    return new Section(path, Map.of());
  }

  public String path() {
    return path;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The block as it is. */
  public Map<String, Object> values() {
    return values;
  }

  /** A string of the block; empty when absent or of another type. */
  public Optional<String> text(String key) {
    return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /**
   * Binds the block to a record whose components are named like the fields.
   *
   * <p>Components may be {@code String}, the numbers and booleans boxed or not, enums (their names
   * compared without case, {@code -} as {@code _}), other records, and {@code List} and {@code
   * Map<String, …>} of them. An absent field is null; an absent list or map is empty; an absent
   * unboxed number or boolean is 0 or false. Defaults belong into the record's compact constructor,
   * and an {@link IllegalArgumentException} thrown there becomes INVALID. Fields the record does
   * not have are INVALID too: nothing in a manifest is ignored.
   *
   * @throws EngineException INVALID, with the path of the field
   */
  public <R extends Record> R as(Class<R> type) {
    return type.cast(RecordBinder.bind(path, values, type));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Section that && path.equals(that.path) && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, values);
  }

  /** The field names only: values may be anything. */
  @Override
  public String toString() {
    return path + values.keySet();
  }
}
