package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.postgres.user.RoleRules;
import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import org.jspecify.annotations.Nullable;

/** What of the server a tenant's grants may be about. A cluster-scoped object is no tenant's. */
record Tenancy(RoleRules rules, Owner asker) {

  static boolean foreign(Owner recorded, Owner asker) {
    return !asker.namespace().isEmpty()
        && !recorded.namespace().isEmpty()
        && !recorded.sameTenant(asker);
  }

  /** Whether that database is on record for somebody else. */
  boolean refuses(DatabaseFacts database) {
    Remark remark = database.remark();
    return remark.unreadable() || remark.owner().filter(owner -> foreign(owner, asker)).isPresent();
  }

  /**
   * @throws EngineException CONFLICT when the database is somebody else's
   */
  void database(String field, String name, DatabaseFacts database) {
    if (refuses(database)) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          field,
          "the database \""
              + name
              + "\" is recorded for "
              + database.remark().owner().map(Owner::toString).orElse("another operator")
              + "; name another");
    }
  }

  /**
   * @throws EngineException PERMISSION when the role may not be given, nor its defaults set
   */
  void role(String field, String name, @Nullable RoleState found) {
    if (found == null) {
      return; // it is waited for
    }
    Owner recorded = found.remark().record();
    // asking in the owner's name is how a cluster-scoped object gets past the tenants' fence
    rules.check(
        field, name, found, recorded != null && asker.namespace().isEmpty() ? recorded : asker);
  }
}
