package io.dbprovision.postgres.copy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes sentences of what pg_restore and psql say. */
final class RestoreFailure {
  private RestoreFailure() {}

  /**
   * @param fatal the error it was ended for; null when it ended by itself
   */
  static EngineException of(String tool, int status, @Nullable String fatal, List<String> said) {
    String words = fatal == null ? DumpFailure.words(said) : fatal;
    String what =
        fatal == null && status > 128
            ? tool + " was ended by signal " + (status - 128)
            : tool + " failed";
    ErrorKind kind = kind(words);
    return EngineException.of(
        kind, what + (words.isEmpty() ? "" : ": " + words) + way(words.toLowerCase(Locale.ROOT)));
  }

  private static ErrorKind kind(String words) {
    String said = words.toLowerCase(Locale.ROOT);
    if (said.contains("end of file")
        || said.contains("input file")
        || said.contains("corrupt")
        || said.contains("unsupported version")
        || said.contains("backslash commands are restricted")
        || said.contains("does not exist")
        || said.contains("syntax error")) {
      return ErrorKind.INVALID;
    }
    return DumpFailure.kind(words);
  }

  private static String way(String said) {
    if (said.contains("extension") && (said.contains("permission") || said.contains("superuser"))) {
      return "; only a superuser may create it: have one create it in the target, and the operator's"
          + " login be allowed to, or take a backup without it";
    }
    if (said.contains("set role") || said.contains("member of role")) {
      return "; a restore acts as the database's owner alone: set noOwner: true, and for a dump of"
          + " format plain take the backup with noOwner: true or format: custom";
    }
    if (said.contains("role \"") && said.contains("does not exist")) {
      return "; make the role, or leave owners and rights out with noOwner and noPrivileges";
    }
    return said.contains("restricted")
        ? "; the script has commands of psql's own, which are not run"
        : "";
  }
}
