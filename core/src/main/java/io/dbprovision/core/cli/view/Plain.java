package io.dbprovision.core.cli.view;

/** Text that a terminal cannot take for commands: manifests and servers may hold anything. */
public final class Plain {
  private Plain() {}

  /** One line; what is no printable character is written as its number. */
  public static String line(String text) {
    StringBuilder plain = new StringBuilder();
    text.strip()
        .replaceAll("\\s*\\R\\s*", " ")
        .codePoints()
        .forEach(
            point -> {
              if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
                plain.append("\\u%04x".formatted(point));
              } else {
                plain.appendCodePoint(point);
              }
            });
    return plain.toString();
  }

  /** The same, cut where it is too long. */
  public static String line(String text, int most) {
    String whole = line(text);
    return whole.codePointCount(0, whole.length()) <= most
        ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, most - 1)) + "…";
  }
}
