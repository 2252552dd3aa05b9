package io.dbprovision.spi.testkit.plain;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.ManagedGrants;
import io.dbprovision.spi.ManagedObjects.Seen;
import io.dbprovision.spi.Mentions;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.plain.PlainServer.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An entry is {@code database:privilege}, in a list {@code grants}. */
final class PlainGrants extends ManagedGrants<State, String> {
  private final PlainServer server;

  PlainGrants(Endpoint endpoint, PlainServer server) {
    super(endpoint);
    this.server = server;
  }

  @Override
  protected @Nullable State look(String grantee, Kind kind) {
    Seen<State> seen = server.users.get(grantee);
    return seen == null ? null : seen.state();
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(server.users.keySet());
  }

  @Override
  protected Set<String> entries(Section block) {
    return Mentions.texts(block, "grants");
  }

  @Override
  protected ChangeId id(String entry) {
    return new ChangeId("grants." + entry);
  }

  @Override
  protected String entry(ChangeId id) {
    return id.value().substring("grants.".length());
  }

  @Override
  protected String database(String entry) {
    return entry.substring(0, entry.indexOf(':'));
  }

  @Override
  protected Set<String> held(State grantee, Set<String> known) {
    return grantee.grants();
  }

  @Override
  protected Map<String, Optional<Owner>> databases(Set<String> names) {
    Map<String, Optional<Owner>> there = new HashMap<>();
    server.databases.forEach((name, seen) -> there.put(name, Optional.ofNullable(seen.owner())));
    return there;
  }

  @Override
  protected void give(String grantee, Kind kind, String entry) {
    if (!server.users.containsKey(grantee)) {
      throw EngineException.of(ErrorKind.NOT_FOUND, grantee + " is gone");
    }
    PlainServer.change(server.users, grantee, state -> state.with(entry));
  }

  @Override
  protected void take(String grantee, Kind kind, String entry) {
    PlainServer.change(server.users, grantee, state -> state.without(entry));
  }
}
