package io.dbprovision.postgres.user;

import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.Owner;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which databases that nobody has on record are open to guests of the server: what somebody made
 * there by hand is none of theirs. Immutable.
 *
 * @param guest whether an object is a tenant's and the server is not that tenant's own
 * @param allowed names, of the instance; {@code *} for all
 */
public record Admission(Predicate<Owner> guest, Set<String> allowed) {
  private static final String ALL = "*";

  public Admission {
    allowed = Set.copyOf(allowed);
  }

  public static Admission of(Predicate<Owner> guest, Collection<String> allowed) {
    return new Admission(guest, Set.copyOf(allowed));
  }

  /** Whether nobody has the database on record and that object may be given nothing more there. */
  public boolean bars(String database, Remark remark, Owner asker) {
    return !remark.owned()
        && guest.test(asker)
        && !allowed.contains(database)
        && !allowed.contains(ALL);
  }
}
