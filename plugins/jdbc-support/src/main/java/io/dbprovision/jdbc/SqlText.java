package io.dbprovision.jdbc;

import com.google.errorprone.annotations.CompileTimeConstant;
import com.google.errorprone.annotations.Immutable;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Text of a statement, made of compile-time constants and quoted parts only: the compiler refuses
 * anything else, so a name or a value can never become code. Immutable.
 */
@Immutable
public final class SqlText {
  private static final String HOLE = "{}";

  private final String text;

  private SqlText(String text) {
    this.text = text;
  }

  /**
   * @param template a constant with one {@code {}} for each part, in order
   */
  public static SqlText of(@CompileTimeConstant final String template, SqlText... parts) {
    StringBuilder filled = new StringBuilder(template.length() + 32 * parts.length);
    int from = 0;
    for (SqlText part : parts) {
      int hole = template.indexOf(HOLE, from);
      if (hole < 0) {
        throw new IllegalArgumentException("more parts than holes");
      }
      filled.append(template, from, hole).append(part.text);
      from = hole + HOLE.length();
    }
    if (template.indexOf(HOLE, from) >= 0) {
      throw new IllegalArgumentException("more holes than parts");
    }
    return new SqlText(filled.append(template, from, template.length()).toString());
  }

  public static SqlText join(
      @CompileTimeConstant final String separator, Collection<SqlText> parts) {
    return new SqlText(parts.stream().map(SqlText::text).collect(Collectors.joining(separator)));
  }

  /** For {@link Dialect} only: text that it has quoted. */
  static SqlText quoted(String text) {
    return new SqlText(text);
  }

  /** For the driver; never for a log or a message. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SqlText that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Not the text: statements are not logged. */
  @Override
  public String toString() {
    return "SqlText[" + text.length() + " characters]";
  }
}
