package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Roles with memberships and with grants in their own block. */
final class InMemoryRoles extends InMemoryManaged<RoleSpec> implements Roles {
  private final InMemoryServer server;

  InMemoryRoles(InMemoryServer server, Consumer<Operation> called) {
    super("role", server.roles(), called);
    this.server = server;
  }

  @Override
  protected Map<String, Object> attributes(RoleSpec desired) {
    Map<String, Object> wanted = new TreeMap<>();
    if (desired.group()) {
      // its section is a login's, whose options are the logins' own
      desired.roles().forEach(role -> wanted.put(Entries.ROLE + role, true));
      return wanted;
    }
    MemoryOptions.Role options = desired.section().as(MemoryOptions.Role.class);
    if (options.connectionLimit() != null) {
      wanted.put("connectionLimit", options.connectionLimit());
    }
    if (options.readOnly() != null) {
      wanted.put("readOnly", options.readOnly());
    }
    for (int i = 0; i < options.roles().size(); i++) {
      if (!server.hasGrantee(options.roles().get(i))) {
        throw EngineException.at(
            ErrorKind.NOT_FOUND,
            desired.section().path() + ".roles[" + i + "]",
            "the role does not exist; it is waited for");
      }
    }
    Entries.of(desired.section()).stream()
        .filter(entry -> Entries.hasObject(server, entry))
        .forEach(entry -> wanted.put(entry, true));
    return wanted;
  }

  /** Of what it says nothing about, others may give it what they like. */
  @Override
  protected boolean managed(RoleSpec desired, String attribute) {
    if (!Entries.isEntry(attribute) || Entries.of(desired.others()).contains(attribute)) {
      return false;
    }
    Set<String> asked = asked(desired);
    return desired.issued().contains(new ChangeId(attribute))
        || asked.stream()
            .anyMatch(entry -> Entries.object(entry).equals(Entries.object(attribute)));
  }

  /** The section of a role that logins share is theirs, and names no entries. */
  private static Set<String> asked(RoleSpec desired) {
    return desired.group()
        ? desired.roles().stream().map(role -> Entries.ROLE + role).collect(Collectors.toSet())
        : Entries.of(desired.section());
  }

  @Override
  protected List<ChangeId> claims(RoleSpec desired) {
    return Entries.claims(
        asked(desired).stream().filter(entry -> Entries.hasObject(server, entry)).toList(),
        desired.issued(),
        desired.others());
  }

  @Override
  protected List<MemoryChange> awaited(RoleSpec desired) {
    return Entries.of(desired.section()).stream()
        .filter(entry -> !Entries.hasObject(server, entry))
        .map(
            entry ->
                edit(
                    desired,
                    new Difference(entry, "true", "", Risk.SAFE, Cause.AWAITED),
                    object -> object.withAttribute(entry, true)))
        .toList();
  }

  @Override
  protected void beforeDrop(RoleSpec desired, DropMode mode) {
    if (!InMemoryOwned.by(server, desired.name()).isEmpty()) {
      throw EngineException.of(
          ErrorKind.CONFLICT, "role " + desired.name() + " still owns databases");
    }
  }
}
