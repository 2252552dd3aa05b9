package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.grant.GrantChanges.Held;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what the grantee holds on what a manifest speaks of and nobody asks for.
 *
 * @param claimed by anybody
 * @param taken by the same plan already
 */
record DriftSearch(Catalog catalog, String grantee, Set<Cell> claimed, Set<Cell> taken) {

  /** What was found, thing by thing, under the fields that speak of them. */
  Map<String, List<List<Held>>> search(List<Wish> wishes) {
    Map<Thing, String> scope = new LinkedHashMap<>();
    for (Wish wish : wishes) {
      Target target = wish.claim().target();
      for (Thing thing : catalog.match(target)) {
        scope.putIfAbsent(thing, wish.field());
        if (thing.sort() == Sort.TABLE) {
          catalog
              .columns(thing.target())
              .forEach(column -> scope.putIfAbsent(column, wish.field()));
        }
      }
      if (target.sort() == Sort.ROLE) {
        catalog.memberships(grantee).forEach(role -> scope.putIfAbsent(role, wish.field()));
      }
    }
    Map<String, List<List<Held>>> found = new LinkedHashMap<>();
    scope.forEach(
        (thing, field) -> {
          List<Held> surplus = surplus(thing);
          if (!surplus.isEmpty()) {
            found.computeIfAbsent(field, key -> new ArrayList<>()).add(surplus);
          }
        });
    return found;
  }

  private List<Held> surplus(Thing thing) {
    List<Held> surplus = new ArrayList<>();
    if (thing.owner().equals(grantee)) {
      return surplus; // what an owner has by owning it
    }
    for (Holding holding : catalog.held(thing, grantee)) {
      Cell base = new Cell(thing, holding.privilege(), false);
      Cell option = new Cell(thing, holding.privilege(), true);
      if (taken.contains(base)) {
        continue;
      }
      if (!claimed.contains(base)) {
        if (!madeIt(thing, holding)) {
          surplus.add(new Held(thing, holding.privilege(), false, holding.grantor()));
        }
      } else if (holding.grantable() && !claimed.contains(option) && !taken.contains(option)) {
        surplus.add(new Held(thing, holding.privilege(), true, holding.grantor()));
      }
    }
    return surplus;
  }

  /** Since 16 who makes a role is given nothing but the right to manage it. */
  private static boolean madeIt(Thing thing, Holding holding) {
    return thing.sort() == Sort.ROLE
        && holding.grantable()
        && Boolean.FALSE.equals(holding.inherit())
        && Boolean.FALSE.equals(holding.set());
  }
}
