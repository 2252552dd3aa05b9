package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.sql.GrantedNames;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be said of grants without looking at a server. */
public final class GrantChecks {
  private static final ManifestReader ANYWHERE =
      new ManifestReader(
          Vocabulary.anywhere(), false, Names.LONGEST_ANYWHERE, new GrantedNames(true));

  private GrantChecks() {}

  /**
   * The block of a grant.
   *
   * @throws EngineException INVALID when it has another form
   */
  public static Validation validate(Section section) {
    Map<String, Validation.Problem> found = new LinkedHashMap<>();
    ANYWHERE.grant(section, collect(found));
    return new Validation(List.copyOf(found.values()));
  }

  /**
   * Entries that stand in a role's block.
   *
   * @param path of the list
   */
  public static Validation validate(String path, List<GrantEntry> entries) {
    Map<String, Validation.Problem> found = new LinkedHashMap<>();
    ANYWHERE.inline(path, entries, collect(found));
    return new Validation(List.copyOf(found.values()));
  }

  /** The first of each field. */
  private static Problems collect(Map<String, Validation.Problem> found) {
    return (kind, path, message) ->
        found.putIfAbsent(path, new Validation.Problem(path, message, kind));
  }
}
