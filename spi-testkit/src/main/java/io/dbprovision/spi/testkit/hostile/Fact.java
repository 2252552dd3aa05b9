package io.dbprovision.spi.testkit.hostile;

import java.util.Objects;

/**
 * One thing that is so on the server: a line of its catalogs, or what a table holds.
 *
 * @param subject whom or what it is about, such as {@code role x}, with the exact name
 * @param text what is so, without object numbers that change when the object is made anew
 */
public record Fact(String subject, String text) {
  public Fact {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(text, "text");
  }
}
