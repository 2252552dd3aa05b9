package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How memberships work: what a manifest says of it, and what it said before. Each option is on
 * record as {@code way:<role>:inherit} or {@code way:<role>:set}, the name percent-encoded as in
 * {@link GrantClaim}; what is taken out of the manifest becomes what the server has by default. For
 * one use.
 */
final class MembershipWays {
  private static final String PREFIX = "way:";

  private final Prepared prepared;
  private final Catalog catalog;
  private final GrantChanges changes;
  private final ManifestReader reader;
  private final String field;
  private final List<Staged> staged = new ArrayList<>();
  private final Set<ChangeId> claims = new LinkedHashSet<>();
  private final Set<ChangeId> held = new LinkedHashSet<>();

  /** One of the two things that can be said of a membership. */
  private enum Way {
    INHERIT,
    SET;

    @Nullable Boolean in(Asked.@Nullable Ways ways) {
      return ways == null ? null : this == INHERIT ? ways.inherit() : ways.set();
    }

    @Nullable Boolean in(Holding holding) {
      return this == INHERIT ? holding.inherit() : holding.set();
    }

    ChangeId id(String role) {
      String word = this == INHERIT ? ":inherit" : ":set";
      return new ChangeId(PREFIX + URLEncoder.encode(role, StandardCharsets.UTF_8) + word);
    }

    Asked.Ways alone(boolean value, String field) {
      return this == INHERIT
          ? new Asked.Ways(value, null, field)
          : new Asked.Ways(null, value, field);
    }
  }

  MembershipWays(Prepared prepared, Catalog catalog, GrantChanges changes) {
    this.prepared = prepared;
    this.catalog = catalog;
    this.changes = changes;
    this.reader = new ManifestReader("", ManifestReader.ANY_MAJOR);
    this.field = prepared.request().field();
  }

  List<Staged> staged() {
    return staged;
  }

  Set<ChangeId> claims() {
    return claims;
  }

  Set<ChangeId> held() {
    return held;
  }

  /**
   * @param claimed by anybody
   * @param taken by the same plan
   */
  void compare(Set<Cell> claimed, Set<Cell> taken) {
    prepared.asked().ways().forEach(this::asked);
    for (ChangeId id : prepared.request().issued()) {
      for (Way way : Way.values()) {
        role(id, way).ifPresent(role -> ended(role, way, claimed, taken));
      }
    }
  }

  private static Optional<String> role(ChangeId id, Way way) {
    String text = id.value();
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    int end = text.lastIndexOf(':');
    if (end < PREFIX.length()) {
      return Optional.empty();
    }
    try {
      String role = URLDecoder.decode(text.substring(PREFIX.length(), end), StandardCharsets.UTF_8);
      return Optional.of(role).filter(name -> way.id(name).equals(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not written by us
    }
  }

  private void asked(String role, Asked.Ways ways) {
    for (Thing thing : catalog.match(Target.role(role))) {
      holding(thing)
          .ifPresent(
              holding -> {
                for (Way way : Way.values()) {
                  claim(role, way, ways, holding);
                }
                if (differs(Way.INHERIT, ways, holding) || differs(Way.SET, ways, holding)) {
                  staged.add(
                      changes.ways(
                          thing,
                          ways,
                          text(role, ways.inherit(), ways.set()),
                          text(
                              role,
                              ways.inherit() == null ? null : holding.inherit(),
                              ways.set() == null ? null : holding.set())));
                }
              });
    }
  }

  private void claim(String role, Way way, Asked.Ways ways, Holding holding) {
    if (way.in(ways) == null) {
      return;
    }
    boolean recorded = prepared.request().issued().contains(way.id(role));
    if (recorded || !differs(way, ways, holding)) {
      claims.add(way.id(role));
      if (!recorded) {
        held.add(way.id(role));
      }
    }
  }

  private static boolean differs(Way way, Asked.Ways ways, Holding holding) {
    Boolean wanted = way.in(ways);
    return wanted != null && !wanted.equals(way.in(holding));
  }

  private Optional<Holding> holding(Thing role) {
    List<Holding> all = catalog.held(role, prepared.request().grantee());
    return all.stream()
        .filter(holding -> changes.acting().ours(role, holding.grantor()))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /** On record and not asked for any more, of a membership that stays. */
  private void ended(String role, Way way, Set<Cell> claimed, Set<Cell> taken) {
    if (way.in(prepared.asked().ways().get(role)) != null) {
      return;
    }
    for (Thing thing : catalog.match(Target.role(role))) {
      Cell member = new Cell(thing, Privilege.MEMBER, false);
      if (!claimed.contains(member) || taken.contains(member)) {
        continue;
      }
      if (othersAsk(role, way)) {
        claims.add(way.id(role));
        continue;
      }
      boolean usual = way == Way.SET || catalog.inherits(prepared.request().grantee());
      holding(thing)
          .filter(holding -> changes.acting().ours(thing, holding.grantor()))
          .filter(holding -> !Boolean.valueOf(usual).equals(way.in(holding)))
          .ifPresent(
              holding -> {
                Asked.Ways back = way.alone(usual, field);
                Asked.Ways now = way.alone(!usual, field);
                staged.add(
                    changes.waysBack(
                        way.id(role),
                        thing,
                        back,
                        text(role, back.inherit(), back.set()),
                        text(role, now.inherit(), now.set())));
              });
    }
  }

  private boolean othersAsk(String role, Way way) {
    for (Claim claim : prepared.request().others()) {
      if (claim.database().isEmpty() && way.in(reader.ways(claim).get(role)) != null) {
        return true;
      }
    }
    return false;
  }

  private static String text(String role, @Nullable Boolean inherit, @Nullable Boolean set) {
    return role
        + (inherit == null ? "" : " inherit " + inherit)
        + (set == null ? "" : " set " + set);
  }
}
