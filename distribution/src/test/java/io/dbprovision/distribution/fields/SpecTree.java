package io.dbprovision.distribution.fields;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A spec as nested maps, with one field set by its path. */
final class SpecTree {
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  private SpecTree() {}

  static SequencedMap<String, Object> parse(String yaml) {
    try {
      return yaml.isBlank() ? new LinkedHashMap<>() : new YAMLMapper().readValue(yaml, MAP);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(yaml, e);
    }
  }

  static Object value(String yaml) {
    try {
      return new YAMLMapper().readValue(yaml, Object.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(yaml, e);
    }
  }

  /**
   * @param field such as {@code spec.postgres.grants[].schema}: of a list, the first entry
   */
  static void set(Map<String, Object> spec, String field, Object value) {
    Map<String, Object> at = spec;
    String[] steps = field.substring("spec.".length()).split("\\.", -1);
    for (int i = 0; i < steps.length - 1; i++) {
      at = child(at, steps[i]);
    }
    if (value.equals(Trial.ABSENT)) {
      at.remove(steps[steps.length - 1]);
    } else {
      at.put(steps[steps.length - 1], value);
    }
  }

  @SuppressWarnings("unchecked") // maps of YAML have texts as keys
  private static Map<String, Object> child(Map<String, Object> at, String step) {
    if (!step.endsWith("[]")) {
      return (Map<String, Object>) at.computeIfAbsent(step, key -> new LinkedHashMap<>());
    }
    List<Object> list =
        (List<Object>)
            at.computeIfAbsent(
                step.substring(0, step.length() - 2), key -> new ArrayList<Object>());
    if (list.isEmpty()) {
      list.add(new LinkedHashMap<String, Object>());
    }
    return (Map<String, Object>) list.getFirst();
  }

  /** The value of each leaf, by its path; a list of scalars is one. */
  static Map<String, Object> leaves(Map<String, Object> spec) {
    Map<String, Object> leaves = new TreeMap<>();
    collect("spec", spec, leaves);
    return leaves;
  }

  private static void collect(String path, @Nullable Object value, Map<String, Object> into) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach((key, each) -> collect(path + "." + key, each, into));
    } else if (value instanceof List<?> list
        && !list.isEmpty()
        && list.getFirst() instanceof Map<?, ?>) {
      collect(path + "[]", list.getFirst(), into);
    } else if (value != null) {
      into.put(path, value);
    }
  }
}
