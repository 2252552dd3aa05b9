package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.ownership.AutoOwnership;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.user.RoleRemoval;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What becomes of the pair of automatic ownership when its database goes. */
final class PairRemoval {
  private PairRemoval() {}

  /** The login first: it is a member of the role. */
  static List<PgChange> changes(DatabaseSpec database) {
    return pair(database)
        .map(
            pair -> {
              List<String> both = List.of(pair.user(), pair.role());
              return List.of(
                  RoleRemoval.dropWith(database, "ownership.user", pair.user(), both),
                  RoleRemoval.dropWith(database, "ownership.role", pair.role(), both));
            })
        .orElse(List.of());
  }

  /**
   * Of a database that went before its pair could: those of the two that are there and on record as
   * made for it.
   */
  static Plan leftBehind(Sql sql, DatabaseSpec database) throws SQLException {
    Plan.Builder plan = Plan.builder(false);
    for (PgChange drop : changes(database)) {
      if (drop.subject().remark(sql).stream().anyMatch(drop.subject()::permits)) {
        plan.change(drop);
      }
    }
    return plan.build();
  }

  /** A block that cannot be read was never applied, and a removal must not fail for it. */
  private static Optional<AutoOwnership> pair(DatabaseSpec database) {
    try {
      Optional<AutoOwnership> pair =
          AutoOwnership.of(
                  database.name(),
                  database.section().as(DatabaseOptions.class).ownership(),
                  database.recorded())
              .filter(AutoOwnership::dropOnDelete);
      pair.ifPresent(
          both -> {
            Names.checkFits("roleName", both.role());
            Names.checkFits("userName", both.user());
          });
      return pair;
    } catch (EngineException e) {
      return Optional.empty();
    }
  }
}
