package io.dbprovision.mysql.grant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a manifest asks for, entry by entry; grows while it is read. For one thread. */
final class Asked {
  private final Map<GrantClaim, Wish> wishes = new LinkedHashMap<>();
  private final List<Wish> all = new ArrayList<>();

  void add(Wish wish) {
    wishes.putIfAbsent(wish.claim(), wish);
    all.add(wish);
  }

  boolean has(GrantClaim claim) {
    return wishes.containsKey(claim);
  }

  Set<GrantClaim> claims() {
    return Set.copyOf(wishes.keySet());
  }

  /** One for each claim, in the manifest's order. */
  List<Wish> wishes() {
    return List.copyOf(wishes.values());
  }

  /** Two entries may make the same claim. */
  List<Wish> all() {
    return List.copyOf(all);
  }
}
