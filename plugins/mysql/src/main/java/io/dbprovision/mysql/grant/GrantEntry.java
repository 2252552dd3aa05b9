package io.dbprovision.mysql.grant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of {@code grants}, as a grant's or a role's block writes it. */
public record GrantEntry(
    @Nullable String level,
    @Nullable String database,
    @Nullable String table,
    List<String> columns,
    @Nullable String procedure,
    @Nullable String function,
    List<String> privileges,
    boolean withGrantOption) {

  public GrantEntry {
    columns = List.copyOf(columns);
    privileges = List.copyOf(privileges);
  }
}
