package io.dbprovision.mysql.grant;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 */
record Prepared(
    Request request,
    Asked asked,
    Map<String, String> unsupported,
    Set<GrantClaim> others,
    Set<GrantClaim> recorded) {

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
    return new Prepared(request, asked, unsupported, reader.others(request.others()), recorded);
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
   * The same without what is on record in databases that are somebody else's by now.
   *
   * @throws EngineException CONFLICT or PERMISSION for what this tenant may not give
   */
  Prepared allowed(Tenancy tenancy) {
    Map<String, Set<Right>> global = new LinkedHashMap<>();
    for (Wish wish : asked.wishes()) {
      Target target = wish.claim().target();
      if (target.level() == Level.GLOBAL) {
        global
            .computeIfAbsent(wish.entry() + ".privileges", key -> new HashSet<>())
            .add(wish.claim().right());
      } else if (target.level() == Level.ROLE) {
        if (target.name().equals(request.grantee())) {
          throw EngineException.at(ErrorKind.INVALID, wish.field(), "is the grantee itself");
        }
        tenancy.role(wish.field(), target.name());
      } else if (target.within()) {
        tenancy.database(wish.entry() + ".database", target.database());
      }
    }
    global.forEach(tenancy::global);
    Set<GrantClaim> own =
        recorded.stream()
            .filter(
                claim -> !claim.target().within() || !tenancy.refuses(claim.target().database()))
            .collect(Collectors.toSet());
    return new Prepared(request, asked, unsupported, others, own);
  }
}
