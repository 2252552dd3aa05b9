package io.dbprovision.core.observability;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The last guard before a log line leaves the process. Secrets are kept out of messages where they
 * are written; this catches what a driver or a library put into its own text.
 */
public final class Redaction {
  private static final String MASK = "[secret]";
  private static final String PASSWORD = "(?:password|passwd|passphrase|pwd)";

  // Patterns begin with a literal, so that a long line costs one pass each.
  private static final List<Pattern> PATTERNS =
      List.of(
          // a stored verifier
          Pattern.compile("(SCRAM-SHA-(?:1|256|512)\\$)[^\\s\"'\\\\]+"),
          // password=…, quoted or not; inside JSON the quotes are escaped
          Pattern.compile(
              "(?i)("
                  + PASSWORD
                  + "\\s?=\\s?)(?:\\\\\"[^\"]*?\\\\\"|\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|[^\\s\"',;&)}\\]]+)"),
          // "password": "…", also escaped
          Pattern.compile("(?i)(" + PASSWORD + "\\\\?\"\\s*:\\s*\\\\?\")(?:[^\"\\\\]|\\\\[^\"])*"),
          // PASSWORD '…'
          Pattern.compile("(?i)(" + PASSWORD + "\\s+')[^']*"),
          // scheme://user:…@host
          Pattern.compile("(://[^\\s/:@\"]{1,256}:)[^\\s/@\"]+(?=@)"));

  private Redaction() {}

  public static String redact(String line) {
    String redacted = line;
    for (Pattern pattern : PATTERNS) {
      redacted = pattern.matcher(redacted).replaceAll("$1" + MASK.replace("$", "\\$"));
    }
    return redacted;
  }
}
