package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.ownership.AutoOwnership;
import io.dbprovision.postgres.ownership.DatabaseClaims;
import io.dbprovision.spi.DatabaseSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The default privileges that a database's manifest gives, put as entries of a grant. */
final class DatabaseGifts {
  private DatabaseGifts() {}

  static List<GrantOptions.Default> to(String grantee, DatabaseSpec database) {
    Optional<AutoOwnership> pair = DatabaseClaims.pair(database);
    List<GrantOptions.Default> entries = new ArrayList<>();
    pair.map(both -> both.later(DatabaseClaims.schemas(database))).stream()
        .flatMap(List::stream)
        .filter(later -> later.grantee().equals(grantee))
        .map(
            later ->
                new GrantOptions.Default(
                    database.name(),
                    later.schema(),
                    later.creator(),
                    later.objects(),
                    List.copyOf(later.privileges())))
        .forEach(entries::add);
    pair.map(AutoOwnership::role)
        .or(database::databaseOwner)
        .map(owner -> acting(database, owner))
        .ifPresent(owner -> listed(grantee, database, owner).forEach(entries::add));
    return entries;
  }

  private static Stream<GrantOptions.Default> listed(
      String grantee, DatabaseSpec database, String owner) {
    return database.section().values().get("defaultPrivileges") instanceof List<?> items
        ? items.stream()
            .filter(Map.class::isInstance)
            .map(item -> (Map<?, ?>) item)
            .filter(entry -> grantee.equals(acting(database, text(entry.get("role")))))
            .map(
                entry ->
                    new GrantOptions.Default(
                        database.name(),
                        text(entry.get("schema")),
                        owner,
                        text(entry.get("objectType")),
                        texts(entry.get("privileges"))))
        : Stream.empty();
  }

  /** Where the manifest names a login that works as a role. */
  private static String acting(DatabaseSpec database, String name) {
    return database.groups().getOrDefault(name, name);
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> items
        ? items.stream().map(DatabaseGifts::text).toList()
        : List.of();
  }
}
