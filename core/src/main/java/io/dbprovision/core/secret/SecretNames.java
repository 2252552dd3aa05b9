package io.dbprovision.core.secret;

import java.util.regex.Pattern;

/** Names of credential Secrets. */
public final class SecretNames {
  private static final int MAX_LENGTH = 253;
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern VALID = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern FORBIDDEN = Pattern.compile("[^-a-z0-9.]");
  // a dot beside a dot or a hyphen would make an empty or badly bounded part
  private static final Pattern BAD_DOT = Pattern.compile("[-.]*\\.[-.]*");
  private static final Pattern EDGES = Pattern.compile("^[-.]+|[-.]+$");

  private SecretNames() {}

  /**
   * Gives a name that is valid in Kubernetes as it is, and makes one of any other, always the same:
   * lower-cased, other characters replaced by {@code -}, and with a hash of the original, so that
   * {@code a_b} and {@code a-b} do not meet.
   */
  public static String valid(String original) {
    if (original.length() <= MAX_LENGTH && VALID.matcher(original).matches()) {
      return original;
    }
    // what is past the longest name can only show in the hash
    String lower = LetterCase.lower(original.substring(0, Math.min(original.length(), MAX_LENGTH)));
    String dashed = FORBIDDEN.matcher(lower).replaceAll("-");
    String dotted = BAD_DOT.matcher(dashed).replaceAll(".");
    String trimmed = EDGES.matcher(dotted).replaceAll("");
    int room = MAX_LENGTH - ShortHash.LENGTH - 1;
    String head = trimmed.length() > room ? trimmed.substring(0, room) : trimmed;
    String stem = EDGES.matcher(head).replaceAll("");
    return stem.isEmpty()
        ? "secret-" + ShortHash.of(original)
        : stem + "-" + ShortHash.of(original);
  }
}
