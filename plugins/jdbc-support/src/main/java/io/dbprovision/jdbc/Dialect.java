package io.dbprovision.jdbc;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;

/**
 * The only place where free text becomes part of a statement. One subclass per SQL dialect says how
 * names and values are quoted there. Stateless.
 */
public abstract class Dialect {
  /** The whole quoted identifier, whatever the name holds. */
  protected abstract String quoteIdentifier(String name);

  /** The whole quoted string literal, whatever the value holds. */
  protected abstract String quoteLiteral(String value);

  /**
   * @throws EngineException INVALID for an empty name or one that is not {@link #isRepresentable}
   */
  public final SqlText identifier(String name) {
    if (name.isEmpty()) {
      throw EngineException.of(ErrorKind.INVALID, "a name inside the server must not be empty");
    }
    return SqlText.quoted(quoteIdentifier(representable(name)));
  }

  public final SqlText identifiers(Collection<String> names) {
    return SqlText.join(", ", names.stream().map(this::identifier).toList());
  }

  public final SqlText literal(String value) {
    return SqlText.quoted(quoteLiteral(representable(value)));
  }

  public final SqlText number(long value) {
    return SqlText.quoted(Long.toString(value));
  }

  /**
   * Bytes as {@code 0x…}, for servers that know it and where they take it for a text.
   *
   * @throws IllegalArgumentException for none: {@code 0x} alone is no number
   */
  public final SqlText hexadecimal(byte[] value) {
    if (value.length == 0) {
      throw new IllegalArgumentException("no bytes");
    }
    return SqlText.quoted("0x" + HexFormat.of().formatHex(value));
  }

  /**
   * A word of the language that is chosen by a manifest, such as a privilege.
   *
   * @throws IllegalArgumentException when it is none of {@code allowed}
   */
  public final SqlText word(String word, Set<String> allowed) {
    if (!allowed.contains(word)) {
      throw new IllegalArgumentException("not an allowed word");
    }
    return SqlText.quoted(word);
  }

  private static String representable(String text) {
    if (!isRepresentable(text)) {
      throw EngineException.of(
          ErrorKind.INVALID,
          "a name or value inside the server must not hold the character NUL, nor half of a"
              + " surrogate pair");
    }
    return text;
  }

  /**
   * False for a text that no server can hold as it is: one with a NUL, or with half of a surrogate
   * pair, which would arrive as a question mark and so as another text.
   */
  public static boolean isRepresentable(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }
}
