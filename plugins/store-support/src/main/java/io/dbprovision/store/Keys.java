package io.dbprovision.store;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Which texts are keys, and which part of them a block gives. */
public final class Keys {
  private static final int LONGEST = 900;
  private static final String PREFIX = "prefix";

  private Keys() {}

  /**
   * @throws EngineException INVALID when it is not as {@code ObjectStore} wants keys
   */
  public static String checked(String key) {
    String fault = fault(key);
    if (fault != null) {
      throw EngineException.of(
          ErrorKind.INVALID, "'" + printable(key) + "' cannot be a key: " + fault);
    }
    return key;
  }

  public static boolean valid(String key) {
    return fault(key) == null;
  }

  /** The block's {@code prefix} without slashes at its ends; empty when it has none. */
  public static String prefix(Section block) {
    String text = block.text(PREFIX).orElse("");
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == '/') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == '/') {
      to--;
    }
    return text.substring(from, to);
  }

  /** With what is wrong with the block's {@code prefix}. */
  public static Validation withPrefix(Validation before, Section block) {
    String prefix = prefix(block);
    String fault = prefix.isEmpty() ? null : fault(prefix);
    return fault == null
        ? before
        : before.invalid(block.path() + "." + PREFIX, "is wrong: " + fault);
  }

  private static @Nullable String fault(String key) {
    int bytes = utf8Length(key);
    if (bytes < 0) {
      return "it is no Unicode text";
    }
    if (bytes > LONGEST) {
      return "it has " + bytes + " bytes, and at most " + LONGEST + " are possible";
    }
    if (key.codePoints().anyMatch(Keys::unfit)) {
      return "it has control characters";
    }
    for (String name : key.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        return "its parts between slashes must be neither empty nor '.' nor '..'";
      }
    }
    return null;
  }

  /** What XML, in which some stores answer, cannot tell. */
  private static boolean unfit(int character) {
    return Character.isISOControl(character) || character == 0xFFFE || character == 0xFFFF;
  }

  private static int utf8Length(String key) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key));
      return bytes.remaining();
    } catch (CharacterCodingException e) {
      return -1;
    }
  }

  private static String printable(String key) {
    String shown = key.length() > 100 ? key.substring(0, 100) + "…" : key;
    return shown.replaceAll("[^\\P{C}]", "?");
  }
}
