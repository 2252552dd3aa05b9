package io.dbprovision.mysql.grant;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request whose manifest was read.
 *
 * @param unsupported what this server cannot do, by field
 * @param others what other objects claim
 * @param recorded its record, as far as it is about rights
 * @param refusals of entries that this tenant may not have; {@code asked} is without them
 */
record Prepared(
    Request request,
    Asked asked,
    Map<String, String> unsupported,
    Set<GrantClaim> others,
    Set<GrantClaim> recorded,
    List<EngineException> refusals) {

  /**
   * @throws EngineException INVALID for the first entry that is wrong
   */
  static Prepared of(Request request, ManifestReader reader) {
    Map<String, String> unsupported = new LinkedHashMap<>();
    Problems problems =
        (kind, path, message) -> {
          if (kind != ErrorKind.UNSUPPORTED) {
            throw EngineException.at(kind, path, message);
          }
          unsupported.put(path, message);
        };
    Asked asked =
        switch (request.purpose()) {
          case GRANT -> reader.grant(request.section(), problems);
          case INLINE ->
              reader.inline(request.section().path() + ".grants", request.entries(), problems);
          case REMOVAL -> new Asked();
        };
    Set<GrantClaim> recorded =
        request.issued().stream()
            .map(GrantClaim::parse)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    if (request.removes() && request.unrecorded()) {
      unrecorded(request, reader)
          .filter(claim -> !request.heldBefore().contains(claim.id()))
          .forEach(recorded::add);
    }
    return new Prepared(
        request, asked, unsupported, reader.others(request.others()), recorded, List.of());
  }

  /** What cannot be read was not given. */
  private static Stream<GrantClaim> unrecorded(Request request, ManifestReader reader) {
    try {
      return reader.grant(request.section(), (kind, path, message) -> {}).claims().stream();
    } catch (EngineException e) {
      return Stream.of();
    }
  }

  Set<Target> targets() {
    return Stream.concat(asked.claims().stream(), recorded.stream())
        .map(GrantClaim::target)
        .collect(Collectors.toSet());
  }

  Set<String> roles() {
    return targets().stream()
        .filter(target -> target.level() == Level.ROLE)
        .map(Target::name)
        .collect(Collectors.toSet());
  }

  Set<String> databases() {
    return targets().stream()
        .filter(Target::within)
        .map(Target::database)
        .collect(Collectors.toSet());
  }

  /**
   * The same without the entries that are refused. What they ask for is neither given nor taken,
   * unless it is in another tenant's database by now: the servers keep what is given on a database
   * when that is dropped, so what is on record there goes. What may have been given and is not on
   * record was not, if it is refused.
   *
   * @throws EngineException INVALID for a grantee that would be its own member
   */
  Prepared allowed(Tenancy tenancy) {
    Map<String, EngineException> refusals = refusals(tenancy);
    Asked permitted = new Asked();
    Set<GrantClaim> left = new HashSet<>(others);
    Set<GrantClaim> kept = new HashSet<>(recorded);
    for (Wish wish : asked.all()) {
      GrantClaim claim = wish.claim();
      if (!refusals.containsKey(wish.entry())) {
        permitted.add(wish);
      } else if (!claim.target().within() || tenancy.bars(claim.target().database())) {
        left.add(claim);
      }
    }
    kept.removeIf(
        claim ->
            !request.issued().contains(claim.id()) && tenancy.refuses(claim, request.grantee()));
    return new Prepared(
        request, permitted, unsupported, left, kept, List.copyOf(refusals.values()));
  }

  /** By entry. */
  private Map<String, EngineException> refusals(Tenancy tenancy) {
    Map<String, EngineException> refusals = new LinkedHashMap<>();
    Map<String, Set<Right>> global = new LinkedHashMap<>();
    for (Wish wish : asked.all()) {
      Target target = wish.claim().target();
      if (target.level() == Level.ROLE && target.name().equals(request.grantee())) {
        throw EngineException.at(ErrorKind.INVALID, wish.field(), "is the grantee itself");
      }
      if (target.level() == Level.GLOBAL) {
        global.computeIfAbsent(wish.entry(), key -> new HashSet<>()).add(wish.claim().right());
      } else {
        check(wish.entry(), refusals, () -> tenancy.check(wish, request.grantee()));
      }
    }
    global.forEach(
        (entry, rights) ->
            check(entry, refusals, () -> tenancy.global(entry + ".privileges", rights)));
    return refusals;
  }

  private static void check(String entry, Map<String, EngineException> refusals, Runnable check) {
    try {
      check.run();
    } catch (EngineException e) {
      refusals.putIfAbsent(entry, e);
    }
  }
}
