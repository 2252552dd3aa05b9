package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;

/**
 * What of the server a tenant's manifest may give. A cluster-scoped object is no tenant's.
 *
 * @param admin the operator's own login
 */
record Tenancy(Catalog catalog, String admin, Owner asker) {

  private boolean foreign(Recorded recorded) {
    return recorded.unreadable()
        || recorded
            .ownerIfAny()
            .filter(
                owner ->
                    !asker.namespace().isEmpty()
                        && !owner.namespace().isEmpty()
                        && !owner.sameTenant(asker))
            .isPresent();
  }

  /** Whether that database is on record for somebody else. */
  boolean refuses(String database) {
    return foreign(catalog.database(database));
  }

  /**
   * @throws EngineException CONFLICT when the database is somebody else's
   */
  void database(String field, String name) {
    if (refuses(name)) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          field,
          "the database \"" + name + "\" is recorded for " + whose(name) + "; name another");
    }
  }

  private String whose(String database) {
    return catalog.database(database).ownerIfAny().map(Owner::toString).orElse("another operator");
  }

  /**
   * @throws EngineException PERMISSION when the role may not be given
   */
  void role(String field, String name) {
    if (Names.reservedUser(name, admin)) {
      throw refused(field, name, "is the server's or the operator's own");
    }
    Recorded recorded = catalog.user(name);
    if (foreign(recorded)) {
      throw refused(
          field,
          name,
          "belongs to " + recorded.ownerIfAny().map(Owner::toString).orElse("another operator"));
    }
    boolean tenant = !asker.namespace().isEmpty();
    if (tenant && !recorded.owned() && catalog.powerful(name)) {
      throw refused(field, name, "is nobody's on record and reaches beyond one database");
    }
  }

  private static EngineException refused(String field, String name, String why) {
    return EngineException.at(
        ErrorKind.PERMISSION, field, "the role \"" + name + "\" " + why + "; name another");
  }
}
