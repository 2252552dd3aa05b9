package io.dbprovision.mysql.copy;

import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a sentence of what a client program said before it failed. */
public final class ClientMessages {
  private static final Pattern NUMBER =
      Pattern.compile("(?:ERROR|[Ee]rror:?)\\s+(\\d{4})\\b(?:\\s+\\((\\w{5})\\))?");
  private static final Pattern LINE = Pattern.compile("at line (\\d+)");
  private static final int LONGEST = 700;

  /** The programs' own numbers: of connections that could not be made or were lost. */
  private static final Set<Integer> LOST = Set.of(2002, 2003, 2005, 2006, 2012, 2013, 2026, 2055);

  /** Those whose message holds names only; others repeat values or a part of the statement. */
  private static final Set<Integer> HARMLESS =
      Set.of(
          1005, 1006, 1007, 1031, 1044, 1045, 1049, 1050, 1054, 1071, 1072, 1109, 1114, 1115, 1118,
          1142, 1143, 1146, 1153, 1193, 1205, 1213, 1215, 1227, 1231, 1273, 1286, 1290, 1304, 1305,
          1359, 1370, 1418, 1419, 1449, 1463, 1524, 1553, 1604, 1824, 3059, 3780);

  private static final int NO_TRUST = 1419;
  private static final int NOT_SAFE = 1418;

  private ClientMessages() {}

  /**
   * @param what was being done, such as {@code mysqldump 9.7.4}
   * @param all whether messages hold nothing of the data
   */
  public static EngineException failure(String what, int status, List<String> said, boolean all) {
    int number = 0;
    String line = "";
    for (String each : said) {
      Matcher told = NUMBER.matcher(each);
      if (number == 0 && told.find()) {
        number = Integer.parseInt(told.group(1));
        Matcher at = LINE.matcher(each);
        line = at.find() ? " at line " + at.group(1) + " of the dump" : "";
      }
    }
    String words =
        all || HARMLESS.contains(number) || LOST.contains(number)
            ? words(said)
            : "the server refused a statement" + line + " (error " + number + ")";
    return EngineException.of(
        kind(number), what + " failed with status " + status + ": " + words + wayOut(number));
  }

  private static ErrorKind kind(int number) {
    if (number == 0) {
      return ErrorKind.INTERNAL;
    }
    return LOST.contains(number)
        ? ErrorKind.UNREACHABLE
        : number == NO_TRUST || number == NOT_SAFE
            ? ErrorKind.PERMISSION
            : Failures.kindOf(new SQLException("", "HY000", number));
  }

  private static String wayOut(int number) {
    return number == NO_TRUST || number == NOT_SAFE
        ? "; the server writes a binary log, and lets nobody without SUPER make functions and"
            + " triggers unless log_bin_trust_function_creators is on: switch it on, or leave them"
            + " out by spec.mysql.triggers and spec.mysql.routines: false"
        : "";
  }

  private static String words(List<String> said) {
    String text = said.stream().filter(each -> !each.isBlank()).collect(Collectors.joining(" / "));
    return text.isEmpty()
        ? "it said nothing"
        : text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
