package io.dbprovision.postgres.grant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a manifest asks for, entry by entry; grows while it is read. For one thread. */
final class Asked {
  private final Map<GrantClaim, Wish> wishes = new LinkedHashMap<>();
  private final List<Wish> all = new ArrayList<>();
  private final Map<String, Ways> ways = new LinkedHashMap<>();

  /** How a membership is to work; null leaves it as it is. */
  record Ways(@Nullable Boolean inherit, @Nullable Boolean set, String field) {}

  void add(Wish wish) {
    wishes.putIfAbsent(wish.claim(), wish);
    all.add(wish);
  }

  void way(String role, Ways way) {
    ways.putIfAbsent(role, way);
  }

  boolean has(GrantClaim claim) {
    return wishes.containsKey(claim);
  }

  /** One for each claim. */
  List<Wish> wishes() {
    return List.copyOf(wishes.values());
  }

  /** Two entries may make the same claim. */
  List<Wish> all() {
    return List.copyOf(all);
  }

  /** By role, for those that say something. */
  Map<String, Ways> ways() {
    return Map.copyOf(ways);
  }
}
