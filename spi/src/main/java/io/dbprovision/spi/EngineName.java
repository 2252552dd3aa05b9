package io.dbprovision.spi;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of an engine as manifests write it in {@code spec.engine}: lower-case letters, digits
 * and dashes, at most 63 characters.
 */
public record EngineName(String value) implements Comparable<EngineName> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public EngineName {
    Objects.requireNonNull(value, "value");
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("engine name must match " + FORM + ": " + value);
    }
  }

  @Override
  public int compareTo(EngineName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
