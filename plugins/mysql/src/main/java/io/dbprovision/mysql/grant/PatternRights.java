package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.grant.GrantChanges.Held;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rights on a database whose name was not escaped when they were given: as a pattern it is about
 * other databases, too, and so it is never what a manifest asks for.
 */
record PatternRights(Catalog catalog) {
  /** Those of the accounts that hold it by its database's name as a pattern. */
  List<Account> holders(GrantClaim claim, Collection<Account> accounts) {
    Target target = claim.target();
    return target.level() == Level.DATABASE
        ? accounts.stream()
            .filter(
                account -> catalog.ofPattern(account, target.database()).contains(claim.right()))
            .toList()
        : List.of();
  }

  /** All that the accounts hold so, in a fixed order; none at other levels than a database's. */
  List<Held> on(Target target, Collection<Account> accounts) {
    Set<Right> rights = new TreeSet<>(Right.ORDER);
    if (target.level() == Level.DATABASE) {
      accounts.forEach(account -> rights.addAll(catalog.ofPattern(account, target.database())));
    }
    List<Held> found = new ArrayList<>();
    for (Right right : rights) {
      GrantClaim claim = new GrantClaim(target, right);
      found.add(new Held(claim, List.of(), holders(claim, accounts)));
    }
    return found;
  }
}
