package io.dbprovision.mysql.grant;

import java.util.stream.Stream;

/**
 * What the operator's own login can probably give: only the server knows for sure, and is asked. It
 * decides the order: what will be refused comes last, and stops nothing else.
 */
record Means(Catalog catalog, String admin) {
  boolean cover(GrantClaim claim) {
    Target target = claim.target();
    if (target.level() == Level.ROLE || claim.right().privilege().equals(Right.GRANT_OPTION)) {
      return true;
    }
    Stream<Target> places =
        target.within()
            ? Stream.of(Target.global(), Target.database(target.database()), target.whole())
            : Stream.of(Target.global());
    return places
        .map(place -> GrantClaim.of(place, claim.right().privilege()))
        .anyMatch(
            held ->
                catalog.accounts(admin).stream().anyMatch(account -> catalog.holds(account, held)));
  }
}
