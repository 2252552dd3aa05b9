package io.dbprovision.mysql.grant;

import io.dbprovision.jdbc.Dialect;
import io.dbprovision.mysql.sql.GrantedNames;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what manifests ask for.
 *
 * @param foldsNames whether names of databases and tables lose their upper case on the server
 * @param longestUser of a login or role, in characters
 */
record ManifestReader(
    Vocabulary vocabulary, boolean foldsNames, int longestUser, GrantedNames names) {
  private static final String PROXY = "PROXY";
  private static final Problems IGNORED = (kind, path, message) -> {};

  /** The whole block of a grant. */
  Asked grant(Section section, Problems problems) {
    Asked asked = new Asked();
    GrantOptions options = section.as(GrantOptions.class);
    entries(section.path() + ".grants", options.grants(), problems, asked);
    for (int i = 0; i < options.roles().size(); i++) {
      member(section.path() + ".roles[" + i + "]", options.roles().get(i), problems, asked);
    }
    return asked;
  }

  /** Entries of {@code grants} alone. */
  Asked inline(String path, List<GrantEntry> entries, Problems problems) {
    Asked asked = new Asked();
    entries(path, entries, problems, asked);
    return asked;
  }

  /**
   * What other objects claim, of whatever kind they are. An item that cannot be read counts for
   * nothing, and does not stop the others: it is in effect nowhere.
   */
  Set<GrantClaim> others(Collection<Claim> claims) {
    Asked asked = new Asked();
    for (Claim claim : claims) {
      if (claim.database().isPresent()) {
        continue; // databases give nothing here
      }
      String path = claim.section().path();
      claim.roles().forEach(role -> member(path, role, IGNORED, asked));
      for (Object item : items(claim.section(), "roles")) {
        if (item instanceof String role) {
          member(path, role, IGNORED, asked);
        }
      }
      for (Object item : items(claim.section(), "grants")) {
        bound(item).ifPresent(entry -> entry(path, entry, IGNORED, asked));
      }
    }
    return asked.claims();
  }

  private static List<?> items(Section section, String key) {
    return section.values().get(key) instanceof List<?> items ? items : List.of();
  }

  @SuppressWarnings("unchecked") // maps of JSON have texts as keys, and the binder checks the rest
  private static Optional<GrantEntry> bound(@Nullable Object item) {
    try {
      return item instanceof Map<?, ?> map
          ? Optional.of(Section.of("", (Map<String, ?>) map).as(GrantEntry.class))
          : Optional.empty();
    } catch (EngineException e) {
      return Optional.empty();
    }
  }

  private void entries(String path, List<GrantEntry> entries, Problems problems, Asked asked) {
    for (int i = 0; i < entries.size(); i++) {
      entry(path + "[" + i + "]", entries.get(i), problems, asked);
    }
  }

  private void member(String field, String role, Problems problems, Asked asked) {
    if (fits(field, role, longestUser, problems)) {
      asked.add(new Wish(GrantClaim.member(role), field, field));
    }
  }

  private void entry(String path, GrantEntry entry, Problems problems, Asked asked) {
    Optional<Level> level = Level.named(entry.level()).filter(one -> one != Level.ROLE);
    if (level.isEmpty()) {
      problems.add(
          ErrorKind.INVALID,
          path + ".level",
          "must be one of global, database, table, column, procedure, function");
      return;
    }
    List<Target> targets = targets(path, level.get(), entry, problems);
    for (Right right : rights(path, level.get(), entry, problems)) {
      for (Target target : targets) {
        boolean whole = right.privilege().equals(Right.GRANT_OPTION);
        GrantClaim claim = new GrantClaim(whole ? target.whole() : target, right);
        asked.add(new Wish(claim, path, path));
      }
    }
  }

  /** Empty when a part is wrong. */
  private List<Target> targets(String path, Level level, GrantEntry entry, Problems problems) {
    boolean fits = part(path + ".database", entry.database(), level != Level.GLOBAL, problems);
    boolean ofTable = level == Level.TABLE || level == Level.COLUMN;
    fits &= part(path + ".table", entry.table(), ofTable, problems);
    fits &= part(path + ".procedure", entry.procedure(), level == Level.PROCEDURE, problems);
    fits &= part(path + ".function", entry.function(), level == Level.FUNCTION, problems);
    if (entry.columns().isEmpty() == (level == Level.COLUMN)) {
      problems.add(
          ErrorKind.INVALID,
          path + ".columns",
          level == Level.COLUMN
              ? "must name a column at least"
              : "must be left out: only level column has columns");
      fits = false;
    }
    for (int i = 0; i < entry.columns().size(); i++) {
      fits &= fits(path + ".columns[" + i + "]", entry.columns().get(i), 64, problems);
    }
    fits = fits && database(path + ".database", entry.database(), problems);
    if (fits && level == Level.DATABASE && !names.fits(text(entry.database()))) {
      problems.add(ErrorKind.INVALID, path + ".database", GrantedNames.TOO_LONG);
      fits = false;
    }
    return fits ? made(level, entry) : List.of();
  }

  private List<Target> made(Level level, GrantEntry entry) {
    String database = folded(entry.database());
    return switch (level) {
      case GLOBAL, ROLE -> List.of(Target.global());
      case DATABASE -> List.of(Target.database(database));
      case TABLE -> List.of(Target.table(database, folded(entry.table())));
      case COLUMN ->
          entry.columns().stream()
              .map(column -> Target.column(database, folded(entry.table()), column))
              .toList();
      case PROCEDURE -> List.of(Target.routine(level, database, text(entry.procedure())));
      case FUNCTION -> List.of(Target.routine(level, database, text(entry.function())));
    };
  }

  private String folded(@Nullable String name) {
    String text = text(name);
    return foldsNames ? text.toLowerCase(Locale.ROOT) : text;
  }

  private static String text(@Nullable String name) {
    return name == null ? "" : name;
  }

  /** The server's own databases and the operator's are nobody's to give away. */
  private static boolean database(String field, @Nullable String name, Problems problems) {
    if (name == null || name.isEmpty()) {
      return true;
    }
    try {
      Names.checkDatabase(field, name);
      return true;
    } catch (EngineException e) {
      problems.add(e.kind(), field, e.sentence());
      return false;
    }
  }

  private static boolean part(
      String field, @Nullable String name, boolean wanted, Problems problems) {
    String text = text(name);
    if (!wanted) {
      if (!text.isEmpty()) {
        problems.add(ErrorKind.INVALID, field, "must be left out at this level");
      }
      return text.isEmpty();
    }
    return fits(field, text, 64, problems);
  }

  static boolean fits(String field, String name, int longest, Problems problems) {
    if (name.isEmpty()
        || name.codePointCount(0, name.length()) > longest
        || !Dialect.isRepresentable(name)
        || name.codePoints().anyMatch(c -> c > Character.MAX_VALUE)
        || Character.isWhitespace(name.charAt(name.length() - 1))) {
      problems.add(
          ErrorKind.INVALID,
          field,
          "must be a name of 1 to " + longest + " characters that does not end with a space");
      return false;
    }
    return true;
  }

  private List<Right> rights(String path, Level level, GrantEntry entry, Problems problems) {
    if (entry.privileges().isEmpty()) {
      problems.add(ErrorKind.INVALID, path + ".privileges", "must name at least one privilege");
    }
    Set<String> words = new LinkedHashSet<>();
    boolean option = entry.withGrantOption();
    for (int i = 0; i < entry.privileges().size(); i++) {
      String word = vocabulary.canonical(entry.privileges().get(i));
      if (Vocabulary.isAll(word)) {
        words.addAll(vocabulary.all(level));
      } else if (word.equals(Right.GRANT_OPTION)) {
        option = true;
      } else if (vocabulary.has(level, word)) {
        words.add(word);
      } else if (!word.equals("USAGE")) {
        refuse(path + ".privileges[" + i + "]", level, word, problems);
      }
    }
    List<Right> rights = new ArrayList<>(words.stream().map(Right::of).toList());
    if (option) {
      words.stream().filter(vocabulary::dynamic).forEach(word -> rights.add(new Right(word, true)));
      if (words.isEmpty() || !words.stream().allMatch(vocabulary::dynamic)) {
        rights.add(Right.of(Right.GRANT_OPTION));
      }
    }
    return rights;
  }

  private void refuse(String field, Level level, String word, Problems problems) {
    if (word.equals(PROXY)) {
      problems.add(
          ErrorKind.UNSUPPORTED,
          field,
          "PROXY is given on another account, which an entry has no field for: take it out here and"
              + " give it by hand (GRANT PROXY ON … TO …). What was given so stays: nothing here"
              + " looks at it or takes it away");
    } else if (Vocabulary.exists(level, word)) {
      problems.add(
          ErrorKind.UNSUPPORTED, field, "this server has no privilege " + word + "; leave it out");
    } else {
      problems.add(
          ErrorKind.INVALID,
          field,
          "is no privilege at level "
              + level.word()
              + "; there are "
              + String.join(", ", vocabulary.all(level)));
    }
  }
}
