package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * Compares one grant with what its grantee holds.
 *
 * @param grantees where the grantee is, or was
 */
record GrantPlanner(
    InMemoryServer server, GrantSpec desired, ConcurrentMap<String, StoredObject> grantees) {

  Plan plan(StoredObject grantee) {
    MemoryOptions.Grant options = desired.section().as(MemoryOptions.Grant.class);
    Set<String> asked = Entries.of(desired.section(), server);
    Set<String> claimed = claimed();
    Set<String> held = held(grantee);
    Set<String> objects = asked.stream().map(Entries::object).collect(Collectors.toSet());
    Plan.Builder plan = Plan.builder(true);
    if (Entries.openEnded(desired.section())) {
      plan.openEnded();
    }
    for (String entry : asked) {
      if (!Entries.hasObject(server, entry)) {
        plan.change(change(grantee, entry, Cause.AWAITED));
      } else if (held.contains(entry)) {
        plan.claim(new ChangeId(entry));
        if (!desired.issued().contains(new ChangeId(entry))) {
          plan.held(new ChangeId(entry));
        }
      } else {
        checkTenant(entry);
        plan.change(change(grantee, entry, Cause.ABSENT));
      }
    }
    for (String entry : held) {
      boolean recorded = desired.issued().contains(new ChangeId(entry));
      if (asked.contains(entry)) {
        continue;
      }
      if (claimed.contains(entry)) {
        if (recorded) {
          plan.claim(new ChangeId(entry));
        }
      } else if (recorded || objects.contains(Entries.object(entry))) {
        plan.change(change(grantee, entry, Cause.EXTRA));
      }
    }
    return facts(plan, options, held).build();
  }

  /** What is on record, or may have been given all the same, and nobody else asks for. */
  Plan removal(StoredObject grantee) {
    Set<String> claimed = claimed();
    Plan.Builder plan = Plan.builder(true);
    Set<String> unrecorded = desired.unrecorded() ? Entries.of(desired.section()) : Set.of();
    held(grantee).stream()
        .filter(
            entry ->
                desired.issued().contains(new ChangeId(entry))
                    || (unrecorded.contains(entry)
                        && !desired.heldBefore().contains(new ChangeId(entry))))
        .filter(entry -> !claimed.contains(entry))
        .forEach(entry -> plan.change(change(grantee, entry, Cause.REMOVAL)));
    return plan.build();
  }

  private Set<String> claimed() {
    List<Claim> claims = new ArrayList<>(desired.others());
    claims.add(desired.grantee());
    return Entries.of(claims);
  }

  private static Set<String> held(StoredObject grantee) {
    return grantee.attributes().keySet().stream()
        .filter(Entries::isEntry)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void checkTenant(String entry) {
    StoredObject database = server.databases().get(Entries.object(entry));
    if (database != null
        && database.owner() != null
        && !database.owner().sameTenant(desired.owner())) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          desired.section().path() + ".grants",
          "the database " + Entries.object(entry) + " belongs to " + database.owner());
    }
  }

  private static Plan.Builder facts(
      Plan.Builder plan, MemoryOptions.Grant options, Set<String> held) {
    return plan.fact(
            "roles",
            options.roles().stream().filter(role -> held.contains(Entries.ROLE + role)).toList())
        .fact(
            "directGrants",
            (int)
                options.grants().stream()
                    .filter(one -> held.containsAll(Entries.of(one.on(), one.privileges())))
                    .count())
        .fact("defaultPrivileges", 0);
  }

  private MemoryChange change(StoredObject grantee, String entry, Cause cause) {
    boolean give = cause == Cause.ABSENT || cause == Cause.AWAITED;
    return new MemoryChange(
        entry,
        give ? "true" : "",
        give ? "" : "true",
        give ? Risk.SAFE : Risk.DESTRUCTIVE,
        cause,
        (give ? "give " : "take ") + entry + (give ? " to " : " from ") + desired.name(),
        () -> apply(grantee, entry, give));
  }

  private void apply(StoredObject planned, String entry, boolean give) {
    if (give && !Entries.hasObject(server, entry)) {
      throw EngineException.of(ErrorKind.NOT_FOUND, "what " + entry + " is about is not there");
    }
    grantees.compute(
        desired.name(),
        (name, stored) -> {
          if (stored == null) {
            throw EngineException.of(ErrorKind.NOT_FOUND, name + " is gone");
          }
          if (!Objects.equals(stored.owner(), planned.owner())) {
            throw EngineException.of(ErrorKind.CONFLICT, name + " has another owner now");
          }
          return stored.withAttribute(entry, give ? true : null);
        });
  }
}
