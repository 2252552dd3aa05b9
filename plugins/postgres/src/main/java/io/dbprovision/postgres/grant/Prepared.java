package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.sql.Since;
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
 * @param recorded its record, as far as it is about privileges and memberships
 */
record Prepared(
    EntryRequest request,
    Asked asked,
    Map<String, String> unsupported,
    Set<GrantClaim> others,
    Set<GrantClaim> recorded) {

  /**
   * @throws EngineException INVALID or PERMISSION for the first entry that is wrong
   */
  static Prepared of(EntryRequest request, ManifestReader reader) {
    Map<String, String> unsupported = new LinkedHashMap<>();
    Asked asked =
        request
            .reading()
            .read(
                reader,
                (kind, path, message) -> {
                  if (!kind.equals(ErrorKind.UNSUPPORTED)) {
                    throw EngineException.at(kind, path, message);
                  }
                  unsupported.put(path, message);
                });
    if (!Since.OWN_MEMBERSHIPS.in(reader.major())) {
      asked
          .ways()
          .forEach(
              (role, ways) ->
                  unsupported.put(
                      ways.field(), "a membership's INHERIT and SET need PostgreSQL 16 or newer"));
    } else {
      ElderWays.check(asked.ways(), request.others(), reader);
    }
    Set<GrantClaim> recorded =
        request.issued().stream()
            .map(GrantClaim::parse)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    if (request.subject() != null) {
      // memberships on the record of a role are planned with the role
      recorded.removeIf(claim -> claim.target().sort() == Sort.ROLE);
    }
    unrecorded(request, reader).stream()
        .filter(claim -> !request.heldBefore().contains(claim.id()))
        .forEach(recorded::add);
    return new Prepared(
        request, asked, unsupported, reader.others(request.grantee(), request.others()), recorded);
  }

  /** What cannot be read was not given. */
  private static List<GrantClaim> unrecorded(EntryRequest request, ManifestReader reader) {
    try {
      return request.mayHaveGiven().read(reader, (kind, path, message) -> {}).wishes().stream()
          .map(Wish::claim)
          .toList();
    } catch (EngineException e) {
      return List.of();
    }
  }

  /** What has to be looked at for it: what others claim elsewhere is none of its business. */
  Set<Target> targets() {
    return Stream.concat(asked.wishes().stream().map(Wish::claim), recorded.stream())
        .map(GrantClaim::target)
        .collect(Collectors.toSet());
  }

  Set<String> databases() {
    return names(targets().stream().filter(t -> t.sort() != Sort.ROLE).map(Target::database));
  }

  Set<String> roles() {
    return names(
        Stream.concat(
                targets().stream(),
                others.stream().map(GrantClaim::target).filter(t -> t.sort() == Sort.ROLE))
            .filter(target -> target.sort() == Sort.ROLE || target.sort().isDefault())
            .map(Target::name));
  }

  private static Set<String> names(Stream<String> names) {
    return names.collect(Collectors.toSet());
  }

  /**
   * The same without what is on record in databases that are somebody else's by now, and without
   * what cannot have been given, because it is refused.
   */
  Prepared allowed(Catalog catalog, Tenancy tenancy) {
    for (Wish wish : asked.wishes()) {
      Target target = wish.claim().target();
      if (target.sort() == Sort.ROLE && target.name().equals(request.grantee())) {
        throw EngineException.at(ErrorKind.INVALID, wish.field(), "is the grantee itself");
      }
      if (target.sort() == Sort.ROLE || target.sort().isDefault()) {
        tenancy.role(
            wish.field(),
            target.name(),
            catalog.roles().get(target.name()),
            target.sort().isDefault() || isMember(catalog, target));
      }
      DatabaseFacts database = catalog.database(target.database());
      if (target.sort() != Sort.ROLE && database != null) {
        tenancy.database(wish.entry() + ".database", target.database(), database);
      }
    }
    Set<GrantClaim> own = new HashSet<>(recorded);
    own.removeIf(
        claim -> !request.issued().contains(claim.id()) && refused(claim, catalog, tenancy));
    own.removeIf(
        claim -> {
          DatabaseFacts database = catalog.database(claim.target().database());
          return database != null && tenancy.refuses(database);
        });
    return new Prepared(request, asked, unsupported, others, own);
  }

  private boolean isMember(Catalog catalog, Target role) {
    return catalog.memberships(request.grantee()).contains(Thing.of(role, ""));
  }

  private static boolean refused(GrantClaim claim, Catalog catalog, Tenancy tenancy) {
    Target target = claim.target();
    if (target.sort() != Sort.ROLE && !target.sort().isDefault()) {
      return false;
    }
    try {
      tenancy.role("", target.name(), catalog.roles().get(target.name()), true);
      return false;
    } catch (EngineException e) {
      return true;
    }
  }
}
