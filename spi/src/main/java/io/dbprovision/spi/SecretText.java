package io.dbprovision.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A text that must never be printed. {@link #toString} gives a placeholder; {@link #reveal} is the
 * only way to the text, so that a reader of the code finds every place that uses it.
 */
public final class SecretText {
  private final String text;

  private SecretText(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  public static SecretText of(String text) {
    return new SecretText(text);
  }

  public String reveal() {
    return text;
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretText that
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
