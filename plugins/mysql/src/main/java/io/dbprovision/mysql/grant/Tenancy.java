package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of the server a manifest may give. The databases of a tenant are open to cluster-scoped
 * objects, which are no tenant's; what reaches beyond one tenant is the instance's to allow,
 * whoever asks.
 *
 * @param admin the operator's own login
 */
record Tenancy(Catalog catalog, String admin, Allowed allowed, Owner asker) {

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

  /**
   * Of a database or what is in it, or a role. What the grantee has already in a database that
   * nobody has on record stays, and needs nobody's leave.
   *
   * @throws EngineException CONFLICT or PERMISSION when this tenant may not have it
   */
  void check(Wish wish, String grantee) {
    Target target = wish.claim().target();
    if (target.level() == Level.ROLE) {
      role(wish.field(), target.name(), has(grantee, wish.claim()));
      return;
    }
    String field = wish.entry() + ".database";
    database(field, target.database());
    if (catalog.has(Target.database(target.database()))
        && bars(target.database())
        && !has(grantee, wish.claim())) {
      throw EngineException.at(
          ErrorKind.PERMISSION,
          field,
          "nobody has the database \""
              + target.database()
              + "\" on record, and this server is not the namespace's own; have a Database adopt it,"
              + " or allow it on the instance with spec.mysql.allowedDatabases: ["
              + target.database()
              + "]");
    }
  }

  private boolean has(String grantee, GrantClaim claim) {
    List<Account> accounts = catalog.accounts(grantee);
    return !accounts.isEmpty()
        && accounts.stream().allMatch(account -> catalog.holds(account, claim));
  }

  /** Whether nobody has it on record and the instance does not let this tenant in. */
  boolean bars(String database) {
    return !catalog.database(database).owned() && allowed.bars(database, asker);
  }

  /** Whether this tenant may not have it. */
  boolean refuses(GrantClaim claim, String grantee) {
    try {
      if (claim.target().level() == Level.GLOBAL) {
        global("", Set.of(claim.right()));
      } else {
        check(new Wish(claim, "", ""), grantee);
      }
      return false;
    } catch (EngineException e) {
      return true;
    }
  }

  /** Whether that database is on record for somebody else. */
  private boolean refuses(String database) {
    return foreign(catalog.database(database));
  }

  /**
   * @throws EngineException CONFLICT when the database is somebody else's
   */
  private void database(String field, String name) {
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
   * @throws EngineException PERMISSION when the instance does not allow them on the whole server
   */
  void global(String field, Collection<Right> rights) {
    Set<String> lacking = allowed.lacking(rights);
    if (!lacking.isEmpty()) {
      throw EngineException.at(
          ErrorKind.PERMISSION,
          field,
          "level global reaches beyond one tenant and is not allowed on this instance; allow it"
              + " there with spec.mysql.allowedPrivileges: ["
              + String.join(", ", lacking)
              + "]");
    }
  }

  /**
   * @param held whether its member is one already: what nobody's role has in nobody's databases is
   *     not asked again then
   * @throws EngineException PERMISSION when the role may not be given
   */
  void role(String field, String name, boolean held) {
    if (Names.reservedUser(name, admin)) {
      throw refused(field, name, "is the server's or the operator's own", false);
    }
    if (allowed.roles().contains(name)) {
      return;
    }
    Recorded recorded = catalog.user(name);
    if (foreign(recorded)) {
      throw refused(
          field,
          name,
          "belongs to " + recorded.ownerIfAny().map(Owner::toString).orElse("another operator"),
          true);
    }
    // who made a role for itself may use it, and was asked already what may be in it
    if (recorded.ownerIfAny().filter(owner -> owner.sameTenant(asker)).isEmpty()) {
      Optional<String> power = power(name, !recorded.owned() && !held);
      if (power.isPresent()) {
        throw refused(field, name, power.get(), true);
      }
    }
  }

  /**
   * Whether a login or role that nobody has on record may become an object's own.
   *
   * @throws EngineException PERMISSION when it can more than a tenant may ask for
   */
  void adoption(String field, String name) {
    Optional<String> power = allowed.roles().contains(name) ? Optional.empty() : power(name, true);
    if (power.isPresent()) {
      throw refused(field, name, power.get() + " and is not adopted", true);
    }
  }

  /**
   * What a member of it could do that is not a tenant's to do; empty for nothing.
   *
   * @param strict whether that is also something in nobody's databases, where they are barred
   */
  private Optional<String> power(String name, boolean strict) {
    if (reachesBeyond(name, strict)) {
      return Optional.of("has rights beyond one tenant");
    }
    return catalog.above(name).stream()
        .filter(above -> isPower(above, strict))
        .findFirst()
        .map(above -> "is a member of \"" + above + "\", which reaches beyond one tenant");
  }

  private boolean isPower(String above, boolean strict) {
    return Names.reservedUser(above, admin)
        || foreign(catalog.user(above))
        || reachesBeyond(above, strict);
  }

  private boolean reachesBeyond(String name, boolean strict) {
    return catalog.accounts(name).stream()
        .anyMatch(
            account ->
                catalog.hasPatterns(account)
                    || catalog.rights(account).keySet().stream()
                        .anyMatch(target -> isBeyond(target, strict)));
  }

  private boolean isBeyond(Target target, boolean strict) {
    return target.level() == Level.GLOBAL
        || (target.within()
            && (Names.reservedDatabase(target.database())
                || refuses(target.database())
                || (strict && bars(target.database()))));
  }

  private static EngineException refused(String field, String name, String why, boolean wayOut) {
    return EngineException.at(
        ErrorKind.PERMISSION,
        field,
        "the role \""
            + name
            + "\" "
            + why
            + (wayOut
                ? "; name another, or allow it on the instance with spec.mysql.allowedRoles"
                : "; name another"));
  }
}
