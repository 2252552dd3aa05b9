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
   * Of what the grantee does not have yet.
   *
   * @throws EngineException PERMISSION when nobody has it on record, and it is not for this tenant
   */
  void more(Wish wish, DatabaseFacts database) {
    String name = wish.claim().target().database();
    if (rules.admission().bars(name, database.remark(), asker)) {
      throw EngineException.at(
          ErrorKind.PERMISSION,
          wish.entry() + ".database",
          "nobody has the database \""
              + name
              + "\" on record, and this server is not the namespace's own; have a Database adopt it,"
              + " or allow it on the instance with spec.postgres.allowedDatabases: ["
              + name
              + "]");
    }
  }

  /**
   * @param held whether the grantee is its member already
   * @throws EngineException PERMISSION when the role may not be given, nor its defaults set
   */
  void role(String field, String name, @Nullable RoleState found, boolean held) {
    if (found == null) {
      return; // it is waited for
    }
    Owner recorded = found.remark().record();
    // asking in the owner's name is how a cluster-scoped object gets past the tenants' fence
    Owner as = recorded != null && asker.namespace().isEmpty() ? recorded : asker;
    rules.check(field, name, found, as, held);
  }
}
