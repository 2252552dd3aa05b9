package io.dbprovision.spi.testkit.hostile;

import java.util.Objects;

/**
 * A value for a field.
 *
 * @param number of the trial, the same for no other one of a run: makes names of what carries it
 */
public record Trial(int number, String value) {
  public Trial {
    Objects.requireNonNull(value, "value");
  }

  /** For a message: control characters spelled out, and cut when long. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("#" + number + " \"");
    value
        .codePoints()
        .limit(120)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.append("\" of ").append(value.length()).append(" chars").toString();
  }
}
