package io.dbprovision.core.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns flags' texts into values and collects all that is wrong, instead of ending at the first.
 */
final class FlagReader {
  private final List<String> problems = new ArrayList<>();

  List<String> problems() {
    return problems;
  }

  /**
   * The value, or the substitute when the text is wrong, so that the other flags are still read.
   */
  <T> T read(String flag, String text, T substitute, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      problems.add(flag + ": " + e.getMessage());
      return substitute;
    }
  }

  int wholeNumber(String flag, String text) {
    return read(flag, text, 1, FlagReader::parseInt);
  }

  boolean bool(String flag, String text) {
    return read(flag, text, false, FlagReader::parseBool);
  }

  <E extends Enum<E>> E oneOf(String flag, String text, E substitute) {
    return read(flag, text, substitute, value -> constant(substitute.getDeclaringClass(), value));
  }

  static Set<String> list(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static int parseInt(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no whole number", e);
    }
  }

  /** The spellings that Go's flag package takes. */
  private static boolean parseBool(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
    };
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    E[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> spelling(constant).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\""
                        + text
                        + "\" is none of "
                        + Arrays.stream(constants)
                            .map(FlagReader::spelling)
                            .collect(Collectors.joining(", "))));
  }

  private static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
