package io.dbprovision.mysql.database;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said of a database's block without looking at a server. */
public final class DatabaseChecks {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]{1,64}");
  private static final String USUAL_ENGINE = "InnoDB";

  private DatabaseChecks() {}

  public static Validation validate(Section section) {
    DatabaseOptions options = section.as(DatabaseOptions.class);
    String path = section.path();
    Validation found = word(Validation.ok(), path + ".charset", options.charset());
    found = word(found, path + ".collation", options.collation());
    if (found.problems().isEmpty()
        && options.charset() != null
        && options.collation() != null
        && !Charsets.fit(options.charset(), options.collation())) {
      found =
          found.invalid(path + ".collation", "is none of the character set " + options.charset());
    }
    if (options.defaultStorageEngine() != null
        && !options.defaultStorageEngine().equalsIgnoreCase(USUAL_ENGINE)) {
      found =
          found.unsupported(
              path + ".defaultStorageEngine",
              "the servers have no storage engine per database; name it in each CREATE TABLE");
    }
    if (options.sqlMode() != null) {
      found =
          found.unsupported(
              path + ".sqlMode",
              "the servers have no SQL mode per database; set it in the application's sessions");
    }
    return found;
  }

  /**
   * @throws EngineException INVALID, the first problem; what is merely unsupported passes
   */
  static void check(Section section) {
    for (Validation.Problem problem : validate(section).problems()) {
      if (problem.kind() == ErrorKind.INVALID) {
        throw EngineException.at(problem.kind(), problem.path(), problem.message());
      }
    }
  }

  private static Validation word(Validation found, String path, @Nullable String text) {
    return text == null || WORD.matcher(text).matches()
        ? found
        : found.invalid(path, "must be a word of letters, digits and underscores");
  }
}
