package io.dbprovision.postgres.grant;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be said of grants without looking at a server. */
public final class GrantChecks {
  private static final ManifestReader ANYWHERE =
      new ManifestReader("postgres", ManifestReader.ANY_MAJOR);

  private GrantChecks() {}

  /** The block of a grant. */
  public static Validation validate(Section section) {
    Map<String, Validation.Problem> found = new LinkedHashMap<>();
    ANYWHERE.grant(section, collect(found));
    return new Validation(List.copyOf(found.values()));
  }

  /**
   * Entries that stand in another manifest, such as a role's.
   *
   * @param path of the list, such as {@code spec.postgres.grants}
   */
  public static Validation validate(String path, List<GrantEntry> entries) {
    Map<String, Validation.Problem> found = new LinkedHashMap<>();
    ANYWHERE.inline(path, entries, collect(found));
    return new Validation(List.copyOf(found.values()));
  }

  /**
   * The {@code grants} of a role's block, whatever else the block holds.
   *
   * @throws EngineException INVALID when it has another form
   */
  public static Validation validateInline(Section section) {
    return validate(section.path() + ".grants", inline(section));
  }

  static List<GrantEntry> inline(Section section) {
    record Only(List<GrantEntry> grants) {}
    Object grants = section.values().get("grants");
    return grants == null
        ? List.of()
        : Section.of(section.path(), Map.of("grants", grants)).as(Only.class).grants();
  }

  /** The first of each field: a word may be wrong for several sorts of things at once. */
  private static Problems collect(Map<String, Validation.Problem> found) {
    return (kind, path, message) ->
        found.putIfAbsent(path, new Validation.Problem(path, message, kind));
  }
}
