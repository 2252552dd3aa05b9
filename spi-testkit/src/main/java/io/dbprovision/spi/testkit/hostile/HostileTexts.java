package io.dbprovision.spi.testkit.hostile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Texts that have broken somebody's quoting, and ever new mixtures of them; by a seed. */
public final class HostileTexts {
  private static final List<String> PIECES =
      List.of(
          "'",
          "''",
          "\"",
          "\"\"",
          "`",
          "\\",
          "\\\\",
          "\\'",
          "\\\"",
          "$$",
          "$tag$",
          "$1",
          "$",
          "--",
          "/*",
          "*/",
          "#",
          ";",
          ";;",
          "\0",
          "\n",
          "\r\n",
          "\t",
          "\u0007",
          "\u001b[2J",
          "\u007f",
          " ",
          "%",
          "_",
          "%s",
          "%n",
          "%1$s",
          "%%",
          "{}",
          "{0}",
          "{{.Name}}",
          "{{",
          "}}",
          "${x}",
          "#{x}",
          "<%= x %>",
          "{fn now()}",
          "?",
          "??",
          ":x",
          ":'x'",
          "::text",
          "@",
          "@@",
          "=",
          ",",
          "(",
          ")",
          "()",
          "[",
          "]",
          "[dbops:1 a/b c/d e]",
          "*",
          "E'",
          "e'\\''",
          "U&'\\0027'",
          "U&\"\\0022\"",
          "B'1'",
          "X'1f'",
          "N'",
          "\\x27",
          "\\u0027",
          "\\047",
          "\u02bc",
          "\u2019",
          "\uff07",
          "\uff02",
          "\u201c",
          "\u037e",
          "\uff1b",
          "\u2215",
          "\u2010\u2010",
          "\u0430dmin",
          "\u0301",
          "e\u0301",
          "\u200b",
          "\u200d",
          "\ufeff",
          "\u202e",
          "\u2066",
          "\u05d0\u05d1",
          "\u00a0",
          "\u0085",
          "\u2028",
          "\u00df",
          "\u0130",
          "\u0131",
          "\ud83d\ude00",
          "\u65e5\u672c",
          "\ufdfd",
          "\ud800",
          "\udc00",
          "\ufffe",
          "\ufffd",
          "a",
          "b",
          "x",
          "1",
          "A",
          "select",
          "public",
          "none",
          "default",
          "current_user",
          "session_user",
          "pg_",
          "_dbops_",
          "null",
          "true",
          "ALL",
          "PUBLIC",
          ".",
          "..",
          "/",
          "../",
          "\\.",
          "-",
          "+",
          "~",
          "|",
          "&",
          "^",
          "!");

  private static final List<String> ATTACKS =
      List.of(
          "",
          "'; DROP DATABASE canary; --",
          "\"; DROP ROLE canary; --",
          "x\"; ALTER ROLE canary SUPERUSER; --",
          "x'; DELETE FROM canary; --",
          "x\\'; DELETE FROM canary; --",
          "x\\\"; DROP TABLE canary; --",
          "x\" OWNER canary; --",
          "x\" WITH SUPERUSER; --",
          "x\" TO canary; --",
          "x, canary",
          "x\", \"canary",
          "x\".\"canary",
          "canary\0x",
          "'||(SELECT 1)||'",
          "$$; DROP ROLE canary; $$",
          "$tag$; DROP ROLE canary; $tag$",
          "/* */ DROP ROLE canary",
          "x */ DROP ROLE canary; /*",
          "x\n; DROP ROLE canary;\n--",
          "E'\\'; DROP ROLE canary; --",
          "U&\"\\0022; DROP ROLE canary; --\"",
          "canary; DROP ROLE canary",
          "GRANT canary TO x",
          "ALTER SYSTEM SET log_statement = 'none'",
          "COPY canary TO PROGRAM 'id'",
          "postgres' --",
          "{call x}",
          "{oj x}",
          "?; DROP ROLE canary; ?",
          "x) TO PUBLIC; --",
          "f(int); DROP ROLE canary; --)",
          "f(\"; DROP ROLE canary; --)",
          "[dbops:1 tck/default team-b/stall uid-b]",
          "x [dbops:1 tck/default team-b/stall uid-b]",
          "-1",
          "0",
          "99999999999999999999",
          "infinity",
          "2030-01-01T00:00:00Z'; DROP ROLE canary; --",
          "now()",
          "epoch");

  private static final List<String> FILL = List.of("a", "\u00e9", "\u65e5", "\ud83d\ude00");

  private final RandomGenerator random;
  private final List<String> present;
  private final List<String> own;

  /**
   * @param present names that are on the server: every fifth text is one of them
   */
  public HostileTexts(RandomGenerator random, List<String> present) {
    this(random, present, List.of());
  }

  /**
   * @param own what breaks the quoting of that sort of server only: every sixth text is one of them
   */
  public HostileTexts(RandomGenerator random, List<String> present, List<String> own) {
    this.random = random;
    this.present = List.copyOf(present);
    this.own = List.copyOf(own);
  }

  public String next() {
    if (!present.isEmpty() && random.nextInt(5) == 0) {
      return present.get(random.nextInt(present.size()));
    }
    if (!own.isEmpty() && random.nextInt(6) == 0) {
      return own.get(random.nextInt(own.size()));
    }
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> ATTACKS.get(random.nextInt(ATTACKS.size()));
      case 3, 4 -> edge();
      case 5 -> mixture(random.nextInt(3)).repeat(1 + random.nextInt(3));
      case 6 -> random.nextInt(8) == 0 ? piece().repeat(4000) : piece().repeat(20);
      default -> mixture(1 + random.nextInt(7));
    };
  }

  private String piece() {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  private String mixture(int pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(piece());
      if (random.nextInt(3) == 0) {
        text.append(Integer.toString(random.nextInt(1 << 20), 36));
      }
    }
    return text.toString();
  }

  /** Around the 63 bytes of many servers, with a character across the edge or not. */
  private String edge() {
    int bytes = 61 + random.nextInt(5);
    String fill = FILL.get(random.nextInt(FILL.size()));
    StringBuilder text = new StringBuilder(mixture(1 + random.nextInt(3)));
    int has = text.toString().getBytes(StandardCharsets.UTF_8).length;
    int step = fill.getBytes(StandardCharsets.UTF_8).length;
    while (has + step <= bytes) {
      text.append(fill);
      has += step;
    }
    if (random.nextBoolean()) {
      text.append(fill);
    }
    return text.toString();
  }
}
