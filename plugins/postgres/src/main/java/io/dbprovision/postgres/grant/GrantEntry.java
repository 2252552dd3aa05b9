package io.dbprovision.postgres.grant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code grants}, as a grant's or a role's block writes it.
 *
 * @param database empty for the instance's own
 * @param functions names, or names with their argument types such as {@code f(integer, text)}
 * @param columns to which the privileges on the listed tables are limited
 * @param largeObjects their numbers
 */
public record GrantEntry(
    @Nullable String database,
    @Nullable String schema,
    List<String> tables,
    List<String> columns,
    List<String> sequences,
    List<String> functions,
    List<String> procedures,
    List<String> routines,
    List<String> types,
    List<String> largeObjects,
    List<String> privileges,
    boolean withGrantOption) {

  public GrantEntry {
    tables = List.copyOf(tables);
    columns = List.copyOf(columns);
    sequences = List.copyOf(sequences);
    functions = List.copyOf(functions);
    procedures = List.copyOf(procedures);
    routines = List.copyOf(routines);
    types = List.copyOf(types);
    largeObjects = List.copyOf(largeObjects);
    privileges = List.copyOf(privileges);
  }
}
